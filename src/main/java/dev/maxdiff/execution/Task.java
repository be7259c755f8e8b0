package dev.maxdiff.execution;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.SlotId;
import java.util.Set;

/** Something that a desk does from beginning to end before it does the next. */
sealed interface Task {

  /** Sends a new order. */
  record Place(Grant grant, OrderRequest request) implements Task {}

  /**
   * Puts a new order in the place of an open one of the slot.
   *
   * @param change its quantity is what shall rest from now on; what the old order fills while it is
   *     being replaced is taken from it
   */
  record Replace(Grant grant, String id, ReplaceRequest change) implements Task {}

  /** Asks the broker to cancel one order of the slot. */
  record Cancel(Grant grant, String id) implements Task {}

  /**
   * Cancels the orders of which a slot has one too many, and waits until they are terminal.
   *
   * @param deadline of {@link System#nanoTime}
   */
  record CancelSurplus(long deadline) implements Task {}

  /**
   * Cancels every open order of the slots, and waits until they are terminal.
   *
   * @param evenCurrent also those of a generation that may still order; else only what others left
   * @param deadline of {@link System#nanoTime}
   */
  record CancelSlots(Set<SlotId> slots, boolean evenCurrent, long deadline) implements Task {
    public CancelSlots {
      slots = Set.copyOf(slots);
    }
  }
}

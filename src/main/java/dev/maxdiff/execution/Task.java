package dev.maxdiff.execution;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.SlotId;
import java.util.Set;

/** One unit of work of an order manager; it ends before the next one starts. */
sealed interface Task {

  /** Sends a new order. */
  record Place(Grant authority, OrderRequest request) implements Task {}

  /**
   * Replaces an open order of the slot.
   *
   * @param change its quantity is the new open quantity; fills of the old order during the
   *     replacement are subtracted
   */
  record Replace(Grant authority, String id, ReplaceRequest change) implements Task {}

  /** Asks the broker to cancel one order of the slot. */
  record Cancel(Grant authority, String id) implements Task {}

  /**
   * Cancels the duplicate orders of each slot and waits until they are terminal.
   *
   * @param deadline of {@link System#nanoTime}
   */
  record CancelSurplus(long deadline) implements Task {}

  /**
   * Cancels the open orders of the slots and waits until they are terminal.
   *
   * @param evenCurrent also the orders of a current generation; otherwise only orders of
   *     generations without authority
   * @param deadline of {@link System#nanoTime}
   */
  record CancelSlots(Set<SlotId> slots, boolean evenCurrent, long deadline) implements Task {
    public CancelSlots {
      slots = Set.copyOf(slots);
    }
  }
}

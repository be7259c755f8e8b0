package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.ProposedOrder;
import java.util.Set;

/** One unit of work of an order manager; it ends before the next one starts. */
public sealed interface OrderTask {

  /** Returns the id that the watcher gives the order of this task; null = none. */
  default String callerId() {
    return this instanceof Replace replace ? replace.change().clientOrderId() : null;
  }

  /**
   * Sends a new order.
   *
   * @param callerId the id that the watcher gives it; null = none
   */
  public record Place(ProposedOrder order, String callerId) implements OrderTask {

    public Place(ProposedOrder order) {
      this(order, null);
    }
  }

  /**
   * Replaces an open order of the slot.
   *
   * @param change its quantity is the new open quantity; fills of the old order during the
   *     replacement are subtracted; its client order id is the watcher's
   */
  public record Replace(WatcherAuthority authority, String id, ReplaceRequest change)
      implements OrderTask {}

  /**
   * Sends an open order of the slot anew with its price and open quantity, because the broker will
   * end it for its age.
   */
  record Renew(WatcherAuthority authority, String id) implements OrderTask {}

  /** Requests the cancel of one order of the slot. */
  public record Cancel(WatcherAuthority authority, String id) implements OrderTask {}

  /** Does nothing: its answer shows that every earlier task has ended. */
  public record AwaitTurn() implements OrderTask {}

  /**
   * Cancels the duplicate orders of each slot and waits until they are terminal.
   *
   * @param deadline of {@link System#nanoTime}
   */
  public record CancelSurplus(long deadline) implements OrderTask {}

  /**
   * Cancels the open orders of the slots and waits until they are terminal.
   *
   * @param evenCurrent also the orders of a current generation; otherwise only orders of
   *     generations without authority
   * @param deadline of {@link System#nanoTime}
   */
  public record CancelSlots(Set<SlotId> slots, boolean evenCurrent, long deadline)
      implements OrderTask {
    public CancelSlots {
      slots = Set.copyOf(slots);
    }
  }

  /**
   * Requests once more the cancel of the open orders of the slots that no generation may have open;
   * waits for the broker's answers and for no end.
   */
  record CancelAgain(Set<SlotId> slots) implements OrderTask {
    public CancelAgain {
      slots = Set.copyOf(slots);
    }
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.SlotId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The slots with an order that appeared after their orders were cancelled. No later task would
 * cancel it.
 *
 * @param slots in the order in which their orders appeared
 * @param cancelling those whose orders the waiting or running cancel concerns
 */
public record LateOrders(List<SlotId> slots, List<SlotId> cancelling) {

  static final LateOrders NONE = new LateOrders(List.of(), List.of());

  /** Gets the answer of that cancel. */
  enum Canceller implements Requester {
    INSTANCE
  }

  public LateOrders {
    slots = List.copyOf(slots);
    cancelling = List.copyOf(cancelling);
  }

  LateOrders with(SlotId slot) {
    if (slots.contains(slot)) {
      return this;
    }
    List<SlotId> all = new ArrayList<>(slots);
    all.add(slot);
    return new LateOrders(all, cancelling);
  }

  /** Drops the slots that have a current generation again. */
  LateOrders stillCancelled(Authorities authorities) {
    return new LateOrders(slots.stream().filter(authorities::isCancelled).toList(), cancelling);
  }

  boolean mayCancel() {
    return !slots.isEmpty() && cancelling.isEmpty();
  }

  LateOrders cancellingAll() {
    return new LateOrders(slots, slots);
  }

  OrderTask cancel(long deadline) {
    return new OrderTask.CancelSlots(Set.copyOf(cancelling), false, deadline);
  }

  /** The cancel has ended. */
  LateOrders cancelled(boolean isConfirmed) {
    return new LateOrders(
        isConfirmed ? slots.stream().filter(slot -> !cancelling.contains(slot)).toList() : slots,
        List.of());
  }
}

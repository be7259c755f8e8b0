package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.SlotId;
import java.util.HashSet;
import java.util.Set;

/**
 * The state of an order manager that is not journalled.
 *
 * @param tasks the waiting tasks and the running one
 * @param lookups the unresolved intents whose lookup is in progress
 * @param owed the slots whose orders must be cancelled
 * @param observation what the last observation has shown
 * @param refused the slots whose last order the broker refused, and an alert has said so
 * @param denials the denials that repeat themselves
 */
public record OrderManagerWork(
    TaskQueue tasks,
    IntentLookups lookups,
    OwedCancels owed,
    SymbolObservation observation,
    Set<SlotId> refused,
    RepeatedDenials denials) {

  public OrderManagerWork {
    refused = Set.copyOf(refused);
  }

  /** The state of an order manager before its recovery. */
  public static final OrderManagerWork NONE =
      new OrderManagerWork(
          TaskQueue.EMPTY,
          IntentLookups.NONE,
          OwedCancels.NONE,
          SymbolObservation.NONE,
          Set.of(),
          RepeatedDenials.NONE);

  OrderManagerWork with(TaskQueue next) {
    return new OrderManagerWork(next, lookups, owed, observation, refused, denials);
  }

  OrderManagerWork with(IntentLookups next) {
    return new OrderManagerWork(tasks, next, owed, observation, refused, denials);
  }

  OrderManagerWork with(OwedCancels next) {
    return new OrderManagerWork(tasks, lookups, next, observation, refused, denials);
  }

  OrderManagerWork with(SymbolObservation next) {
    return new OrderManagerWork(tasks, lookups, owed, next, refused, denials);
  }

  OrderManagerWork with(RepeatedDenials next) {
    return new OrderManagerWork(tasks, lookups, owed, observation, refused, next);
  }

  /** The broker has refused an order of the slot, or taken one. */
  OrderManagerWork refusing(SlotId slot, boolean isRefused) {
    Set<SlotId> slots = new HashSet<>(refused);
    boolean hasChanged = isRefused ? slots.add(slot) : slots.remove(slot);
    return hasChanged
        ? new OrderManagerWork(tasks, lookups, owed, observation, slots, denials)
        : this;
  }
}

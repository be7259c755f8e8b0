package dev.maxdiff.execution.decisions;

/**
 * The state of an order manager that is not journalled.
 *
 * @param tasks the waiting tasks and the running one
 * @param lookups the unresolved intents whose lookup is in progress
 * @param owed the slots whose orders must be cancelled
 * @param observation what the last observation has shown
 */
public record OrderManagerWork(
    TaskQueue tasks, IntentLookups lookups, OwedCancels owed, SymbolObservation observation) {

  /** The state of an order manager before its recovery. */
  public static final OrderManagerWork NONE =
      new OrderManagerWork(
          TaskQueue.EMPTY, IntentLookups.NONE, OwedCancels.NONE, SymbolObservation.NONE);

  OrderManagerWork with(TaskQueue next) {
    return new OrderManagerWork(next, lookups, owed, observation);
  }

  OrderManagerWork with(IntentLookups next) {
    return new OrderManagerWork(tasks, next, owed, observation);
  }

  OrderManagerWork with(OwedCancels next) {
    return new OrderManagerWork(tasks, lookups, next, observation);
  }

  OrderManagerWork with(SymbolObservation next) {
    return new OrderManagerWork(tasks, lookups, owed, next);
  }
}

package dev.maxdiff.execution.decisions;

/**
 * The state of an order manager that is not journalled.
 *
 * @param tasks the waiting tasks and the running one
 * @param lookups the unresolved intents whose lookup is in progress
 * @param late the orders that appeared after their slot was cancelled
 * @param observation what the last observation has shown
 */
public record OrderManagerWork(
    TaskQueue tasks, IntentLookups lookups, LateOrders late, SymbolObservation observation) {

  /** The state of an order manager before its recovery. */
  public static final OrderManagerWork NONE =
      new OrderManagerWork(
          TaskQueue.EMPTY, IntentLookups.NONE, LateOrders.NONE, SymbolObservation.NONE);

  OrderManagerWork with(TaskQueue next) {
    return new OrderManagerWork(next, lookups, late, observation);
  }

  OrderManagerWork with(IntentLookups next) {
    return new OrderManagerWork(tasks, next, late, observation);
  }

  OrderManagerWork with(LateOrders next) {
    return new OrderManagerWork(tasks, lookups, next, observation);
  }

  OrderManagerWork with(SymbolObservation next) {
    return new OrderManagerWork(tasks, lookups, late, next);
  }
}

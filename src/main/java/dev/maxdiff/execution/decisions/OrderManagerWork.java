package dev.maxdiff.execution.decisions;

/**
 * The state of an order manager that is not journalled.
 *
 * @param tasks the waiting tasks and the running one
 * @param lookups the unresolved intents whose lookup is in progress
 * @param owed the slots whose orders must be cancelled
 * @param observation what the last observation has shown
 * @param forbidden the slots whose newest order the broker has forbidden
 * @param denials the denials that repeat themselves
 * @param renewals the orders that are renewed before the broker ends them for their age
 * @param ledger what the reads of the ledger wait for
 */
public record OrderManagerWork(
    TaskQueue tasks,
    IntentLookups lookups,
    OwedCancels owed,
    SymbolObservation observation,
    ForbiddenOrders forbidden,
    RepeatedDenials denials,
    Renewals renewals,
    LedgerObservation ledger) {

  /** The state of an order manager before its recovery. */
  public static final OrderManagerWork NONE =
      new OrderManagerWork(
          TaskQueue.EMPTY,
          IntentLookups.NONE,
          OwedCancels.NONE,
          SymbolObservation.NONE,
          ForbiddenOrders.NONE,
          RepeatedDenials.NONE,
          Renewals.NONE,
          LedgerObservation.NONE);

  OrderManagerWork with(TaskQueue next) {
    return new OrderManagerWork(
        next, lookups, owed, observation, forbidden, denials, renewals, ledger);
  }

  OrderManagerWork with(IntentLookups next) {
    return new OrderManagerWork(
        tasks, next, owed, observation, forbidden, denials, renewals, ledger);
  }

  OrderManagerWork with(OwedCancels next) {
    return new OrderManagerWork(
        tasks, lookups, next, observation, forbidden, denials, renewals, ledger);
  }

  OrderManagerWork with(SymbolObservation next) {
    return new OrderManagerWork(tasks, lookups, owed, next, forbidden, denials, renewals, ledger);
  }

  OrderManagerWork with(RepeatedDenials next) {
    return new OrderManagerWork(
        tasks, lookups, owed, observation, forbidden, next, renewals, ledger);
  }

  OrderManagerWork with(ForbiddenOrders next) {
    return new OrderManagerWork(tasks, lookups, owed, observation, next, denials, renewals, ledger);
  }

  OrderManagerWork with(Renewals next) {
    return new OrderManagerWork(
        tasks, lookups, owed, observation, forbidden, denials, next, ledger);
  }

  OrderManagerWork with(LedgerObservation next) {
    return new OrderManagerWork(
        tasks, lookups, owed, observation, forbidden, denials, renewals, next);
  }
}

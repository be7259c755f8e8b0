package dev.maxdiff.model;

import dev.maxdiff.execution.orders.SimulatedGateway;
import dev.maxdiff.watch.child.SimulatedWatcher;

/** The deliberate defect of the runtime under test, or none. */
enum Defect {
  NONE(false, false, false),

  /** The gateway sends while an earlier intent of the slot is unresolved. */
  SENDS_WHILE_UNRESOLVED(true, false, false),

  /**
   * No order manager knows the cash reserved by entries of other symbols; watchers drop the record
   * of their orders.
   */
  FORGETS_RESERVATIONS(false, true, false),

  /** Watchers compare prices and quantities without rounding them to increments. */
  COMPARES_BEFORE_ROUNDING(false, false, true);

  private final boolean blindToIntents;
  private final boolean forgetsReservations;
  private final boolean comparesUnrounded;

  Defect(boolean blindToIntents, boolean forgetsReservations, boolean comparesUnrounded) {
    this.blindToIntents = blindToIntents;
    this.forgetsReservations = forgetsReservations;
    this.comparesUnrounded = comparesUnrounded;
  }

  SimulatedGateway.Defects gateway() {
    return new SimulatedGateway.Defects(blindToIntents, forgetsReservations);
  }

  SimulatedWatcher.Defects watcher() {
    return new SimulatedWatcher.Defects(forgetsReservations, comparesUnrounded);
  }
}

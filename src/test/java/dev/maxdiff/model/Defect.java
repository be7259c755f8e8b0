package dev.maxdiff.model;

import dev.maxdiff.execution.orders.SimulatedGateway;

/** The deliberate defect of the runtime under test, or none. */
enum Defect {
  NONE(false, false),

  /** The gateway sends while an earlier intent of the slot is unresolved. */
  SENDS_WHILE_UNRESOLVED(true, false),

  /**
   * No order manager knows the cash reserved by entries of other symbols; watchers drop the record
   * of their orders.
   */
  FORGETS_RESERVATIONS(false, true);

  private final boolean blindToIntents;
  private final boolean forgetsReservations;

  Defect(boolean blindToIntents, boolean forgetsReservations) {
    this.blindToIntents = blindToIntents;
    this.forgetsReservations = forgetsReservations;
  }

  SimulatedGateway.Defects gateway() {
    return new SimulatedGateway.Defects(blindToIntents, forgetsReservations);
  }

  /** Whether watchers drop the reservation for an order that was sent. */
  boolean forgetsReservations() {
    return forgetsReservations;
  }
}

package dev.maxdiff.model;

/** The deliberate defect of the runtime under test, or none. */
enum Defect {
  NONE,

  /** The gateway sends while an earlier intent of the slot is unresolved. */
  SENDS_WHILE_UNRESOLVED,

  /**
   * No order manager knows the cash reserved by entries of other symbols; watchers drop the record
   * of their orders.
   */
  FORGETS_RESERVATIONS;

  /** Whether watchers drop the reservation for an order that was sent. */
  boolean forgetsReservations() {
    return this == FORGETS_RESERVATIONS;
  }
}

package dev.maxdiff.model;

import dev.maxdiff.watch.child.DefectiveWatcher;
import java.util.Optional;

/** The deliberate defect of the runtime under test, or none. */
enum Defect {
  NONE,

  /** The gateway sends while an earlier intent of the slot is unresolved. */
  SENDS_WHILE_UNRESOLVED,

  /**
   * No order manager knows the cash reserved by entries of other symbols; watchers drop the record
   * of their orders.
   */
  FORGETS_RESERVATIONS,

  /** Watchers send their order again although nothing has changed. */
  REPEATS_EQUAL_ORDERS;

  /** The wrong watcher; empty = the shipped one runs. */
  Optional<DefectiveWatcher> watcher() {
    return switch (this) {
      case NONE, SENDS_WHILE_UNRESOLVED -> Optional.empty();
      case FORGETS_RESERVATIONS -> Optional.of(DefectiveWatcher.FORGETFUL);
      case REPEATS_EQUAL_ORDERS -> Optional.of(DefectiveWatcher.REPEATING);
    };
  }

  /** Whether no order manager knows the cash reserved by entries of other symbols. */
  boolean forgetsReservations() {
    return this == FORGETS_RESERVATIONS;
  }
}

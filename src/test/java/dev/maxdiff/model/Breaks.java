package dev.maxdiff.model;

import dev.maxdiff.execution.orders.SimulatedGateway;
import dev.maxdiff.watch.child.SimulatedWatcher;

/** What is wrong with the runtime under test: nothing, or one thing, broken on purpose. */
enum Breaks {
  NOTHING(false, false, false),

  /** The gateway sends while an earlier intent of the slot is unresolved. */
  SENDS_WHILE_UNRESOLVED(true, false, false),

  /** No desk knows what entries of other symbols hold of the cash, no watcher what it ordered. */
  FORGETS_RESERVATIONS(false, true, false),

  /** Watchers compare prices and quantities that nobody has rounded. */
  COMPARES_BEFORE_ROUNDING(false, false, true);

  private final boolean blind;
  private final boolean forgetful;
  private final boolean fine;

  Breaks(boolean blind, boolean forgetful, boolean fine) {
    this.blind = blind;
    this.forgetful = forgetful;
    this.fine = fine;
  }

  SimulatedGateway.Breaks gateway() {
    return new SimulatedGateway.Breaks(blind, forgetful);
  }

  SimulatedWatcher.Breaks watcher() {
    return new SimulatedWatcher.Breaks(forgetful, fine);
  }
}

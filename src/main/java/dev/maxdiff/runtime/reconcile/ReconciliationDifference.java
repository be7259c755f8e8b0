package dev.maxdiff.runtime.reconcile;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import java.util.Locale;

/**
 * Something on which journal, processes, files and broker did not agree at a start, why, and what
 * is done about it.
 *
 * @param slot null when it concerns no slot of ours
 * @param symbol null when it concerns none
 * @param words what was found and what an operator may do, one line
 */
record ReconciliationDifference(
    Cause cause, Action action, SlotId slot, Symbol symbol, String words) {

  /** Why the records differ. */
  enum Cause {
    /** A runtime ended without ending its processes. */
    ORPHANED_PROCESS,
    /** A watcher file says that a watcher runs which does not. */
    STALE_FILE,
    /** The journal says that the broker took an order; the broker knows none of that name. */
    ORDER_GONE,
    /** The runtime ended while an order was under way; the broker has it. */
    OUTCOME_FOUND,
    /** The same; the broker does not show it. */
    OUTCOME_UNKNOWN,
    /** An order of ours rests in a slot whose wish has ended. */
    UNWANTED_SLOT,
    /** An order of ours of a generation above the journal's: the journal is an older copy. */
    UNKNOWN_GENERATION,
    /** An order of ours in a slot of which the journal has never heard: the state was lost. */
    LOST_STATE,
    /** An order of another installation's runtime. */
    OTHER_INSTALLATION,
    /** An order of another program, or made by hand. */
    FOREIGN_ORDER,
    /** Quantity and price of a position have changed by one ratio. */
    SPLIT,
    /** The broker holds more than the keys own, or on the other side: a trade that was not ours. */
    POSITION_BEYOND_BOOK,
    /** The keys own more than the broker holds: something was sold that was not ours to sell. */
    POSITION_BELOW_BOOK
  }

  /** What is done; only what lowers a risk is done unattended (DESIGN 4.4). */
  enum Action {
    /** It has been put right before anything was compared. */
    DONE,
    /** The order is cancelled. */
    CANCEL,
    /** Entries of the symbol pause until an operator resumes them. */
    PAUSE_ENTRIES,
    /** The gateway freezes entries and cuts exits to what is there, once it has lasted. */
    SHRINK,
    /** The slot sends nothing until the order's fate is known. */
    HOLD_SLOT,
    /**
     * The slot's watcher keeps or replaces the order, under a generation above all that was seen.
     */
    TAKE_UP,
    /** Shown; an operator decides. */
    SHOW
  }

  ReconciliationDifference {
    requireNonNull(cause, "cause");
    requireNonNull(action, "action");
    requireNonNull(words, "words");
  }

  /** {@code reconcile: split -> pause entries: AAPL …}. */
  String line() {
    return "reconcile: " + name(cause) + " -> " + name(action) + ": " + words;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

package dev.maxdiff.runtime.reconcile;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import java.util.Locale;

/**
 * A difference between journal, processes, files and broker at a start, with its cause and its
 * action.
 *
 * @param slot null when the difference concerns no slot of this installation
 * @param symbol null when the difference concerns no symbol
 * @param words the difference and the choices of an operator, one line
 */
record ReconciliationDifference(
    Cause cause, Action action, SlotId slot, Symbol symbol, String words) {

  /** The cause of a difference. */
  enum Cause {
    /** A runtime ended without ending its processes. */
    ORPHANED_PROCESS,
    /** A watcher file shows a running watcher that does not run. */
    STALE_FILE,
    /** The journal says that the broker accepted an order; the broker does not show the order. */
    ORDER_GONE,
    /** The runtime ended while it sent an order; the broker has the order. */
    OUTCOME_FOUND,
    /** The runtime ended while it sent an order; the broker does not show the order. */
    OUTCOME_UNKNOWN,
    /** An own order rests in a slot whose wish has ended. */
    UNWANTED_SLOT,
    /** An own order has a generation above the journal's: the journal is an older copy. */
    UNKNOWN_GENERATION,
    /** An own order has a slot that is not in the journal: the state was lost. */
    LOST_STATE,
    /** An order of another installation's runtime. */
    OTHER_INSTALLATION,
    /** An order of another program or of a person. */
    FOREIGN_ORDER,
    /** An order or position cannot be read. */
    UNREADABLE,
    /** Quantity and price of a position have changed by one ratio. */
    SPLIT,
    /** The broker holds more than the keys own, or the other side: a foreign trade. */
    POSITION_BEYOND_BOOK,
    /** The keys own more than the broker holds: a foreign trade has closed a part. */
    POSITION_BELOW_BOOK
  }

  /** The action; only actions that lower a risk run without an operator (DESIGN 4.4). */
  enum Action {
    /** The start has resolved the difference already. */
    DONE,
    /** The order is cancelled. */
    CANCEL,
    /** Entries of the symbol pause until an operator resumes them. */
    PAUSE_ENTRIES,
    /**
     * If the difference lasts, the gateway freezes entries and limits exits to the broker's
     * quantity.
     */
    SHRINK,
    /** The slot sends no order until the outcome of this order is known. */
    HOLD_SLOT,
    /** The slot's watcher keeps or replaces the order, with a generation above every known one. */
    TAKE_UP,
    /** The difference is shown; an operator decides. */
    SHOW
  }

  ReconciliationDifference {
    requireNonNull(cause, "cause");
    requireNonNull(action, "action");
    requireNonNull(words, "words");
  }

  /** Returns the log line, for example {@code reconcile: split -> pause entries: AAPL …}. */
  String line() {
    return "reconcile: " + name(cause) + " -> " + name(action) + ": " + words;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.execution.ledger.LedgerWatch;

/**
 * What the reads of a symbol's ledger wait for.
 *
 * @param watch the differences so far
 * @param hasOwners whether a key owned something at the last read, so that others may sell it
 */
record LedgerObservation(LedgerWatch watch, Wait waitsFor, boolean hasOwners) {

  static final LedgerObservation NONE =
      new LedgerObservation(LedgerWatch.NONE, Wait.FOR_NOTHING, false);

  /** What the reads wait for. */
  enum Wait {
    FOR_NOTHING,
    /** A difference is explained once it has lasted. */
    FOR_PATIENCE,
    /** An event is being journalled; the ledger of the last read is outdated. */
    FOR_JOURNAL
  }

  boolean isWaiting() {
    return waitsFor != Wait.FOR_NOTHING;
  }

  boolean isWriting() {
    return waitsFor == Wait.FOR_JOURNAL;
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.model.OwnOrder;
import java.util.List;

/**
 * What the observations of a symbol have shown.
 *
 * @param sequence number of the newest observed snapshot
 * @param changes number of changes in its ledger; an observation compares only the later ones
 * @param freezing one line for each order or position that freezes a key of the symbol
 * @param isChangeExpected whether a change may have happened since the last observation began
 * @param reading the observation that waits for its answer
 * @param isUnreadable whether the last observation has failed
 * @param at time of the last observation, monotonic, nanoseconds
 */
public record SymbolObservation(
    FillHistory fills,
    long sequence,
    long changes,
    List<String> freezing,
    boolean isChangeExpected,
    Reading reading,
    boolean isUnreadable,
    long at) {

  static final SymbolObservation NONE =
      new SymbolObservation(FillHistory.NONE, 0, 0, List.of(), true, Reading.NONE, false, 0);

  /** The observation that waits for its answer. */
  public enum Reading {
    NONE,
    ROUTINE,
    /** It shall show a change; if it does not, the next one shall. */
    OF_CHANGE
  }

  SymbolObservation expectingChange() {
    return new SymbolObservation(
        fills, sequence, changes, freezing, true, reading, isUnreadable, at);
  }

  /** A change announced after this call may be too late for this observation. */
  SymbolObservation begun() {
    Reading next = isChangeExpected ? Reading.OF_CHANGE : Reading.ROUTINE;
    return new SymbolObservation(fills, sequence, changes, freezing, false, next, isUnreadable, at);
  }

  /** The observation has shown nothing. */
  SymbolObservation failed() {
    return ended(true, at);
  }

  /** The observation was not newer than the one before. */
  SymbolObservation repeated(long nanos) {
    return ended(false, nanos);
  }

  /** The answer of an observation never comes. */
  SymbolObservation interrupted() {
    return ended(isUnreadable, at);
  }

  private SymbolObservation ended(boolean unreadable, long nanos) {
    boolean expected = isChangeExpected || reading == Reading.OF_CHANGE;
    return new SymbolObservation(
        fills, sequence, changes, freezing, expected, Reading.NONE, unreadable, nanos);
  }

  /**
   * @param changed the orders that have changed since the last observation
   */
  SymbolObservation showing(
      LedgerSnapshot snapshot, List<OwnOrder> changed, List<String> unread, long nanos) {
    return new SymbolObservation(
        fills.after(changed),
        snapshot.sequence(),
        snapshot.ledger().changes(),
        unread,
        isChangeExpected,
        Reading.NONE,
        false,
        nanos);
  }
}

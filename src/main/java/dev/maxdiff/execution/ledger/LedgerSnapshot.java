package dev.maxdiff.execution.ledger;

/**
 * The position ledger at one time.
 *
 * @param sequence number of the snapshot; higher is newer
 */
public record LedgerSnapshot(long sequence, PositionLedger ledger) {}

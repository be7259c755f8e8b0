package dev.maxdiff.execution;

/**
 * The position ledger at one time.
 *
 * @param sequence number of the snapshot; higher is newer
 */
record Snapshot(long sequence, Book book) {}

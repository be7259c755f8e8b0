package dev.maxdiff.execution;

/**
 * What the broker said at one time.
 *
 * @param sequence higher is newer
 */
record Snapshot(long sequence, Book book) {}

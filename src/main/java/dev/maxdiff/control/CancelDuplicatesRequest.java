package dev.maxdiff.control;

/**
 * What the duplicate-order guard may do.
 *
 * @param dryRun cancels nothing
 * @param older also cancels the older system's duplicates, which could be a deliberate ladder
 */
public record CancelDuplicatesRequest(boolean dryRun, boolean older) {}

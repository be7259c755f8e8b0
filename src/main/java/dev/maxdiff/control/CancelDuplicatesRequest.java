package dev.maxdiff.control;

/**
 * The permissions of one round of the duplicate-order guard.
 *
 * @param dryRun reports duplicates without cancelling them
 * @param older also cancels duplicates of the older system, which may be a deliberate ladder
 */
public record CancelDuplicatesRequest(boolean dryRun, boolean older) {}

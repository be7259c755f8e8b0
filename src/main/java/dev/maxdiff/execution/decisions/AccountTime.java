package dev.maxdiff.execution.decisions;

import java.time.Instant;

/**
 * The time of an input.
 *
 * @param now on the watchers' clock
 * @param nanos monotonic
 */
public record AccountTime(Instant now, long nanos) {}

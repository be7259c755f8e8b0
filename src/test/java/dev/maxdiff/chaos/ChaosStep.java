package dev.maxdiff.chaos;

import java.time.Duration;

/**
 * @param at since the beginning of the run
 */
record ChaosStep(Duration at, Deed deed) {}

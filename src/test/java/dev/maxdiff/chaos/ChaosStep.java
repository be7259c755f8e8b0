package dev.maxdiff.chaos;

import java.time.Duration;

/**
 * @param at time on the {@link ScheduleClock}
 */
record ChaosStep(Duration at, ChaosAction action) {}

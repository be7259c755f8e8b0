package dev.maxdiff.cli.context;

import dev.maxdiff.domain.Venue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What {@code run} was asked for.
 *
 * @param where its state; the venue follows from {@code venue}
 * @param venue where orders go
 * @param data trades or bars to replay; null = the session's own
 * @param duration when to end, wall clock; null = until Ctrl-C or the end of the data
 * @param speed simulated seconds a second, embedded only; null = the configured one
 * @param seed of the exchange; null = the configured one
 * @param plans plan file that takes the forecaster's place; null = none
 * @param fresh starts over: exchange state and wishes of before are withdrawn
 * @param faults fault plan of the embedded exchange; null = the configured one
 * @param port of the HTTP interface; null = the configured one
 * @param out directory for trades, equity and events; null = none
 * @param takeOver accepts a state directory of another account or installation
 * @param loop whether the forecasting loop runs; without it only commands make wishes
 * @param verbose more of what happens, and stack traces
 */
public record RunOptions(
    Location where,
    Venue venue,
    Path data,
    Duration duration,
    BigDecimal speed,
    Long seed,
    Path plans,
    boolean fresh,
    Path faults,
    Integer port,
    Path out,
    boolean takeOver,
    boolean loop,
    boolean verbose) {}

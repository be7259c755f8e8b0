package dev.maxdiff.cli.context;

import java.math.BigDecimal;
import java.nio.file.Path;

/**
 * What {@code exchange} was asked for.
 *
 * @param data trades or bars to replay; null = the session's own
 * @param speed simulated seconds a second; null = the configured one
 * @param port on 127.0.0.1; null = the configured one
 * @param fresh starts over
 * @param seed null = the configured one
 * @param faults fault plan; null = the configured one
 */
public record ExchangeOptions(
    Location where,
    Path data,
    BigDecimal speed,
    Integer port,
    boolean fresh,
    Long seed,
    Path faults) {}

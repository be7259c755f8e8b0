package dev.maxdiff.cli.context;

import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.nio.file.Path;

/**
 * The parsed options of {@code exchange}.
 *
 * @param data CSV of trades or bars to replay; null = the built-in trades
 * @param symbol whose rows of {@code data} are replayed, or that they are read as; null = as the
 *     file says
 * @param speed simulated seconds per second; null = configured
 * @param port TCP port on 127.0.0.1; null = configured
 * @param fresh whether to drop the stored account and start with a new one
 * @param seed seed of spread and fills; null = configured
 * @param faults fault plan; null = configured
 */
public record ExchangeOptions(
    Location location,
    Path data,
    Symbol symbol,
    BigDecimal speed,
    Integer port,
    boolean fresh,
    Long seed,
    Path faults) {}

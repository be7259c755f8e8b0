package dev.maxdiff.cli.context;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The parsed options of {@code run}.
 *
 * @param location the state directory and suffix; the venue is {@code venue}
 * @param venue the venue that receives the orders
 * @param data CSV of trades or bars to replay; null = the built-in trades
 * @param symbol whose rows of {@code data} are replayed, or that they are read as; null = as the
 *     file says
 * @param duration wall time until the session ends; null = until Ctrl-C or the end of the data
 * @param speed simulated seconds per second, embedded only; null = configured
 * @param seed seed of the embedded exchange; null = configured
 * @param plans plan file that replaces the forecasts; null = none
 * @param fresh whether to drop the stored account and withdraw the stored wishes
 * @param faults fault plan of the embedded exchange; null = configured
 * @param port TCP port of the HTTP interface on 127.0.0.1; null = configured
 * @param out directory for trades, equity and events; null = none
 * @param takeOver whether to accept a state directory of another account or installation
 * @param moved whether to accept a state directory that lies elsewhere than at its last start
 * @param loop whether the trading loop makes wishes; if false, only commands and programs do
 * @param verbose whether to print more detail and stack traces
 */
public record RunOptions(
    Location location,
    Venue venue,
    Path data,
    Symbol symbol,
    Duration duration,
    BigDecimal speed,
    Long seed,
    Path plans,
    boolean fresh,
    Path faults,
    Integer port,
    Path out,
    boolean takeOver,
    boolean moved,
    boolean loop,
    boolean verbose) {}

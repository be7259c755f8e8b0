package dev.maxdiff.cli.operations;

import dev.maxdiff.cli.context.GlobalOptions;
import dev.maxdiff.cli.context.OptionParser;
import dev.maxdiff.cli.context.RunOptions;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of {@code run} and of {@code maxdiff} without a command. */
public final class RunFlags {

  @Option(
      names = "--alpaca",
      description = "Trades on Alpaca's paper endpoint instead of the embedded exchange.")
  boolean alpaca;

  @Option(
      names = "--live",
      description = "Real money: with --alpaca, and MAXDIFF_ALLOW_LIVE=<account number> set.")
  boolean live;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "CSV of trades or bars to replay (default: real BTC/USD trades of 2013).")
  Path data;

  @Option(
      names = "--symbol",
      paramLabel = "SYMBOL",
      description =
          "Replays this symbol of FILE; where FILE has no column symbol, whose data it is.")
  String symbol;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "Simulated seconds per second (default: configured, 360: an hour in 10 s).")
  String speed;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "Ends after this time: 90s, 10m, 2h (default: at Ctrl-C or the data's end).")
  String duration;

  @Option(
      names = "--plans",
      paramLabel = "FILE",
      description = "Plan file (CSV or JSON) in place of the built-in forecasts.")
  Path plans;

  @Option(names = "--fresh", description = "Drops the stored account and wishes and starts anew.")
  boolean fresh;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the embedded exchange (default: configured).")
  String seed;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description = "Fault plan of the embedded exchange: injects errors and delays.")
  Path faults;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the HTTP interface on 127.0.0.1 (default: configured; 0 = any free).")
  String port;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Writes trades, equity and events into DIR as CSV and JSON lines.")
  Path out;

  @Option(
      names = "--take-over",
      description = "Accepts a state directory of another account or installation.")
  boolean takeOver;

  @Option(
      names = "--moved",
      description = "Accepts a state directory that was moved or restored; never start the other.")
  boolean moved;

  @Option(
      names = "--no-loop",
      description = "Disables the trading loop: only commands and programs make wishes.")
  boolean noLoop;

  public RunOptions options(GlobalOptions common) {
    return new RunOptions(
        common.location(),
        venue(common),
        data,
        OptionParser.symbol("--symbol", symbol),
        OptionParser.duration("--duration", duration),
        OptionParser.speed("--speed", speed),
        OptionParser.seed("--seed", seed),
        plans,
        fresh,
        faults,
        OptionParser.port("--port", port),
        out,
        takeOver,
        moved,
        !noLoop,
        common.verbose);
  }

  private Venue venue(GlobalOptions common) {
    if (live && !alpaca) {
      throw new InvalidValueException("--live", "alone", "together with --alpaca");
    }
    if (alpaca && data != null) {
      throw new InvalidValueException("--data", data, "not together with --alpaca");
    }
    if (alpaca && symbol != null) {
      throw new InvalidValueException("--symbol", symbol, "not together with --alpaca");
    }
    if (alpaca && faults != null) {
      throw new InvalidValueException("--faults", faults, "not together with --alpaca");
    }
    refuseContradiction(common.paper());
    Venue venue = !alpaca ? Venue.EMBEDDED : live ? Venue.LIVE : Venue.PAPER;
    if (common.venue != null && common.venue != venue) {
      throw new InvalidValueException(
          "--venue", common.venue, venue + ", which follows from --alpaca and --live");
    }
    return venue;
  }

  /** Refuses {@code --live} while the older system's switch selects paper (hazard H26). */
  private void refuseContradiction(String paper) {
    if (live && paper != null && Venue.ofOlderSystem(paper) != Venue.LIVE) {
      throw new InvalidValueException("PAPER", paper, "0 or unset together with --live");
    }
  }
}

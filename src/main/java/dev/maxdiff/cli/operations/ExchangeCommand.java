package dev.maxdiff.cli.operations;

import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.ExchangeOptions;
import dev.maxdiff.cli.context.OptionParser;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code maxdiff exchange}: the embedded exchange alone. */
@Command(
    name = "exchange",
    description =
        "Runs the embedded exchange alone: Alpaca's REST API on 127.0.0.1, over a replay.",
    footer = {
      "  maxdiff exchange --speed 360 --port 8700",
      "  maxdiff exchange --data trades.csv --fresh --seed 7",
      "  maxdiff exchange --data daily.csv.gz --symbol AAPL",
      "  maxdiff exchange --faults faults.conf      (a plan: src/site/markdown/faults.md)"
    })
public final class ExchangeCommand implements Callable<Integer> {

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
      description = "Simulated seconds per second (default: configured, 360).")
  String speed;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port on 127.0.0.1 (default: configured; 0 = any free).")
  String port;

  @Option(names = "--fresh", description = "Drops the stored account and starts with a new one.")
  boolean fresh;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of spread and fills.")
  String seed;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description = "Fault plan: injects errors, delays, lost answers and more.")
  Path faults;

  private final CommandContext context;

  public ExchangeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    return context
        .actions()
        .exchange()
        .run(
            new ExchangeOptions(
                context.options().location(),
                data,
                OptionParser.symbol("--symbol", symbol),
                OptionParser.speed("--speed", speed),
                OptionParser.port("--port", port),
                fresh,
                OptionParser.seed("--seed", seed),
                faults));
  }
}

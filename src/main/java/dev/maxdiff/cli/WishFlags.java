package dev.maxdiff.cli;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code entry} and {@code exit} have in common. */
final class WishFlags {

  @Parameters(paramLabel = "SYMBOL", description = "For example BTCUSD, BTC/USD or AAPL.")
  Symbol symbol;

  @Option(
      names = "--side",
      required = true,
      paramLabel = "SIDE",
      description = "The ENTRY side: buy for a long, sell for a short.")
  Side side;

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = "Default: the only one of symbol and side, else 'default'.")
  Strategy strategy;

  @Option(
      names = "--expiry-minutes",
      paramLabel = "N",
      description = "Life of the watcher (default: exit until flat, entry by the market's hours).")
  String expiryMinutes;

  @Option(
      names = "--poll-seconds",
      paramLabel = "S",
      description = "Pause between two polls; fractions are allowed (default: configured).")
  String pollSeconds;

  @Option(
      names = {"--force", "--force-immediate"},
      description = "Accepts a marketable or far-off price; an entry orders at once.")
  boolean force;

  @Option(names = "--retry", description = "Starts again what stopped in a crash loop.")
  boolean retry;

  @Option(names = "--json", description = "Prints the answer as JSON.")
  boolean json;
}

package dev.maxdiff.supervision;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.domain.WishBounds;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds the argument list of a watcher (CONTRACT section 4), with numbers at full precision. Pure.
 *
 * <p>The bundled child also accepts an exit that lives until flat, exact expiry times and fractions
 * of a second; it reports to the gateway and needs no file.
 */
final class WatcherCommand {

  /**
   * The expiry of an exit that lives until flat, for a program that accepts minutes only: a year.
   */
  private static final long NO_EXPIRY_MINUTES = 525_600;

  private static final int MILLIS_DIGITS = 3;

  private WatcherCommand() {}

  /**
   * @param sinceGeneration the first generation of the wish; fills of this and later generations
   *     count towards the target
   * @param configPath state file of a foreign program
   */
  static List<String> of(
      WatcherProgram program, Wish wish, long sinceGeneration, Path configPath, Instant now) {
    List<String> command = new ArrayList<>(program.command());
    command.add(wish instanceof EntryWish ? "open-position" : "close-position");
    command.add(wish.key().symbol().toString());
    command.add("--side=" + wish.key().side());
    if (wish instanceof EntryWish entry) {
      entry(command, entry);
    } else {
      exit(command, (ExitWish) wish);
    }
    if (wish.key().symbol().isCrypto()) {
      command.add("--asset-class=crypto");
    }
    if (program.bundled()) {
      bundled(command, wish, sinceGeneration, now);
    } else {
      command.add("--expiry-minutes=" + minutes(wish, now));
      command.add("--poll-seconds=" + Math.max(1, wish.poll().toSeconds()));
      command.add("--config-path=" + configPath);
    }
    return List.copyOf(command);
  }

  private static void bundled(List<String> command, Wish wish, long sinceGeneration, Instant now) {
    end(wish, now)
        .ifPresent(
            end -> {
              command.add("--expiry-minutes=" + minutes(wish, now));
              command.add("--expires-at=" + end);
            });
    command.add("--poll-seconds=" + seconds(wish));
    if (wish instanceof ExitWish) {
      command.add("--since-generation=" + sinceGeneration);
    }
  }

  private static void entry(List<String> command, EntryWish wish) {
    command.add("--limit-price=" + wish.limitPrice());
    command.add("--target-qty=" + wish.targetQuantity());
    command.add("--tolerance-pct=" + wish.tolerance().toPlainString());
    if (wish.force()) {
      command.add("--force-immediate");
    }
    if (wish.priorityRank() != null) {
      command.add("--priority-rank=" + wish.priorityRank());
    }
  }

  private static void exit(List<String> command, ExitWish wish) {
    command.add("--takeprofit-price=" + wish.takeprofitPrice());
    command.add("--price-tolerance=" + wish.tolerance().toPlainString());
    wish.quantity().ifPresent(quantity -> command.add("--target-qty=" + quantity));
  }

  /**
   * Returns the time until expiry in minutes, rounded up: the watcher may not end before its wish.
   */
  private static long minutes(Wish wish, Instant now) {
    return end(wish, now)
        .map(end -> Math.max(1, (Duration.between(now, end).toMillis() + 59_999) / 60_000))
        .orElse(NO_EXPIRY_MINUTES);
  }

  /**
   * A stored wish may end later than a watcher accepts; its next watcher takes it up to the end.
   */
  private static Optional<Instant> end(Wish wish, Instant now) {
    Instant latest = WishBounds.latestEnd(now);
    return wish.expiry().map(end -> end.isAfter(latest) ? latest : end);
  }

  private static String seconds(Wish wish) {
    return BigDecimal.valueOf(wish.poll().toMillis(), MILLIS_DIGITS)
        .stripTrailingZeros()
        .toPlainString();
  }
}

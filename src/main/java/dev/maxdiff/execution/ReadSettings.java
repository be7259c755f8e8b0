package dev.maxdiff.execution;

import com.typesafe.config.Config;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import java.time.Duration;

/**
 * How much of what the broker says is shared, under {@code maxdiff.execution.reads}; wall time.
 *
 * @param pollPart an answer may be as old as this part of the asking watcher's poll
 * @param shortest but may always be this old
 * @param longest and never older than this; account and status share answers for as long
 * @param market the same limit for account and quotes; zero = each is read for who asks, and the
 *     clock too, which else is looked at once a minute
 * @param oldest when the allowance is used up, what is older than this is refused and not shown
 * @param look how often fills of open orders are looked for
 * @param lookWithStream the same while the broker tells of every change by itself
 * @param perMinute requests a minute that the broker takes; 0 = any number
 * @param assetWindow time for which the description of an asset is reused
 */
public record ReadSettings(
    double pollPart,
    Duration shortest,
    Duration longest,
    Duration market,
    Duration oldest,
    Duration look,
    Duration lookWithStream,
    int perMinute,
    Duration assetWindow) {

  /** As they hold on a venue: a broker far away is asked less often than the embedded exchange. */
  static ReadSettings from(Config execution, Venue venue) {
    String key = "reads." + (venue == Venue.EMBEDDED ? "embedded" : "alpaca");
    Config config = execution.getConfig(key);
    ReadSettings settings =
        new ReadSettings(
            config.getDouble("poll-part"),
            config.getDuration("shortest"),
            config.getDuration("longest"),
            config.getDuration("market"),
            config.getDuration("oldest"),
            config.getDuration("look"),
            config.getDuration("look-with-stream"),
            config.getInt("per-minute"),
            execution.getDuration("asset-window"));
    settings.check("maxdiff.execution." + key + ".");
    return settings;
  }

  private void check(String path) {
    if (!(pollPart >= 0 && pollPart < 1)) {
      throw new InvalidValueException(path + "poll-part", pollPart, "from 0 to less than 1");
    }
    if (perMinute < 0 || perMinute > 0 && perMinute < RateBudget.LEAST) {
      throw new InvalidValueException(
          path + "per-minute", perMinute, "0 or at least " + RateBudget.LEAST);
    }
    atLeast(path + "shortest", shortest, Duration.ZERO);
    atLeast(path + "market", market, Duration.ZERO);
    positive(path + "look", look);
    positive(path + "look-with-stream", lookWithStream);
    atLeast(path + "longest", longest, shortest);
    atLeast(path + "oldest", oldest, longest);
  }

  /** How old positions and orders may be for a watcher with this poll. */
  Duration window(Duration poll) {
    Duration part = Duration.ofNanos((long) (poll.toNanos() * pollPart));
    return shorter(longest, part.compareTo(shortest) < 0 ? shortest : part);
  }

  /** How old account, quotes and clock may be for a watcher with this poll. */
  Duration marketWindow(Duration poll) {
    return shorter(market, window(poll));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new InvalidValueException(key, value, "more than 0");
    }
  }

  private static void atLeast(String key, Duration value, Duration other) {
    if (value.compareTo(other) < 0) {
      throw new InvalidValueException(key, value, "at least " + other);
    }
  }
}

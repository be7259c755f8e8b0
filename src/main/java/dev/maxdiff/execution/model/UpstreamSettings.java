package dev.maxdiff.execution.model;

import com.typesafe.config.Config;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import java.time.Duration;

/**
 * Settings of the shared reads, under {@code maxdiff.execution.reads}; times are wall time.
 *
 * @param pollPart highest age of an answer as a fraction of the watcher's poll interval
 * @param shortest lower bound of that age
 * @param longest upper bound of that age; also the highest age for account and status
 * @param market upper bound for account, quotes and clock; zero = every read is a request. Above
 *     zero the clock is requested once a minute
 * @param oldest age beyond which data are refused when the request budget is used up
 * @param observationInterval interval of the observation of open orders
 * @param observationIntervalWithStream the same while the trade stream reports every change
 * @param perMinute request budget of the broker, requests a minute; 0 = unlimited
 * @param assetWindow time for which the description of an asset is reused
 */
public record UpstreamSettings(
    double pollPart,
    Duration shortest,
    Duration longest,
    Duration market,
    Duration oldest,
    Duration observationInterval,
    Duration observationIntervalWithStream,
    int perMinute,
    Duration assetWindow) {

  /** Reads the settings of the venue; Alpaca is read less often than the embedded exchange. */
  static UpstreamSettings from(Config execution, Venue venue) {
    String key = "reads." + (venue == Venue.EMBEDDED ? "embedded" : "alpaca");
    Config config = execution.getConfig(key);
    UpstreamSettings settings =
        new UpstreamSettings(
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
    if (perMinute < 0 || perMinute > 0 && perMinute < RateBudget.MINIMUM_PER_MINUTE) {
      throw new InvalidValueException(
          path + "per-minute", perMinute, "0 or at least " + RateBudget.MINIMUM_PER_MINUTE);
    }
    atLeast(path + "shortest", shortest, Duration.ZERO);
    atLeast(path + "market", market, Duration.ZERO);
    positive(path + "look", observationInterval);
    positive(path + "look-with-stream", observationIntervalWithStream);
    atLeast(path + "longest", longest, shortest);
    atLeast(path + "oldest", oldest, longest);
  }

  /** Returns the highest age of positions and orders for a watcher with this poll interval. */
  public Duration window(Duration poll) {
    Duration part = Duration.ofNanos((long) (poll.toNanos() * pollPart));
    return shorter(longest, part.compareTo(shortest) < 0 ? shortest : part);
  }

  /** Returns the highest age of account, quotes and clock for a watcher with this poll interval. */
  public Duration marketWindow(Duration poll) {
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

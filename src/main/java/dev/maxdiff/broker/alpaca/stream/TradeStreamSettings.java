package dev.maxdiff.broker.alpaca.stream;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;

/**
 * Reconnect and keep-alive settings of the trade-update stream, under {@code maxdiff.alpaca}.
 *
 * @param firstPause pause before the first reconnect; doubles with each further attempt
 * @param longestPause longest pause between two attempts; applies at once after refused keys
 * @param silence time without a frame after which a connection counts as dead; pings are sent at a
 *     third of it
 */
public record TradeStreamSettings(Duration firstPause, Duration longestPause, Duration silence) {

  public TradeStreamSettings {
    positive("stream-first-pause", firstPause);
    positive("stream-silence", silence);
    if (longestPause.compareTo(firstPause) < 0) {
      throw new InvalidValueException(
          "maxdiff.alpaca.stream-longest-pause",
          longestPause,
          ">= stream-first-pause " + firstPause);
    }
  }

  public static TradeStreamSettings from(Config root) {
    Config config = root.getConfig("maxdiff.alpaca");
    return new TradeStreamSettings(
        config.getDuration("stream-first-pause"),
        config.getDuration("stream-longest-pause"),
        config.getDuration("stream-silence"));
  }

  /**
   * The pause before the next attempt, with random jitter, so that clients reconnect at different
   * times after an outage.
   *
   * @param failures number of consecutive failed attempts, at least 1
   * @param chance from 0 to 1
   */
  Duration pause(int failures, double chance) {
    double doubled = firstPause.toNanos() * Math.pow(2, Math.min(failures, 30) - 1);
    double spread = Math.min(doubled, longestPause.toNanos()) * (0.8 + 0.4 * chance);
    double kept = Math.max(firstPause.toNanos(), Math.min(longestPause.toNanos(), spread));
    return Duration.ofNanos((long) kept);
  }

  /** The pause between two pings. */
  Duration ping() {
    return silence.dividedBy(3);
  }

  private static void positive(String field, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new InvalidValueException("maxdiff.alpaca." + field, value, "> 0");
    }
  }
}

package dev.maxdiff.broker.alpaca;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;

/**
 * How patient the stream of trade updates is; the keys are those of {@code maxdiff.alpaca}.
 *
 * @param firstPause before the first new attempt to connect; doubles with each further one
 * @param longestPause between two attempts; at once that after wrong keys
 * @param silence after which a connection counts as dead; a third of it is the pause between two
 *     pings
 */
public record StreamPace(Duration firstPause, Duration longestPause, Duration silence) {

  public StreamPace {
    positive("stream-first-pause", firstPause);
    positive("stream-silence", silence);
    if (longestPause.compareTo(firstPause) < 0) {
      throw new InvalidValueException(
          "maxdiff.alpaca.stream-longest-pause",
          longestPause,
          ">= stream-first-pause " + firstPause);
    }
  }

  public static StreamPace from(Config root) {
    Config config = root.getConfig("maxdiff.alpaca");
    return new StreamPace(
        config.getDuration("stream-first-pause"),
        config.getDuration("stream-longest-pause"),
        config.getDuration("stream-silence"));
  }

  /**
   * The pause before a new attempt, some of it by chance: after an outage not everybody comes back
   * in the same moment.
   *
   * @param failures attempts that failed in a row, this one included; at least 1
   * @param chance from 0 to 1
   */
  Duration pause(int failures, double chance) {
    double doubled = firstPause.toNanos() * Math.pow(2, Math.min(failures, 30) - 1);
    double spread = Math.min(doubled, longestPause.toNanos()) * (0.8 + 0.4 * chance);
    double kept = Math.max(firstPause.toNanos(), Math.min(longestPause.toNanos(), spread));
    return Duration.ofNanos((long) kept);
  }

  Duration ping() {
    return silence.dividedBy(3);
  }

  private static void positive(String field, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new InvalidValueException("maxdiff.alpaca." + field, value, "> 0");
    }
  }
}

package dev.maxdiff.broker.alpaca;

import java.time.Duration;

/**
 * How often a GET that got no answer, or half of one, is asked again; nothing else ever is.
 *
 * @param attempts in all, at least 1
 * @param firstPause before the second attempt; doubled before each further one
 */
public record GetRetry(int attempts, Duration firstPause) {

  /** Asks once. A watcher does so: its next poll is the next attempt. */
  public static final GetRetry NONE = new GetRetry(1, Duration.ZERO);

  public GetRetry {
    if (attempts < 1 || firstPause.isNegative()) {
      throw new IllegalArgumentException(
          "retry: " + attempts + " × " + firstPause + " (expected: attempts >= 1, pause >= 0)");
    }
  }

  /**
   * Half of the pause, and a share of the other half by chance: many who failed together do not
   * come back together.
   *
   * @param attempt the one that failed, from 1
   * @param chance from 0 to less than 1
   */
  Duration pauseAfter(int attempt, double chance) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 1, 16));
    return Duration.ofNanos((long) (pause.toNanos() * (0.5 + chance / 2)));
  }
}

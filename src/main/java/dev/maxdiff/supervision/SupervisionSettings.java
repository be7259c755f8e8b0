package dev.maxdiff.supervision;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Settings of {@code maxdiff.supervision}.
 *
 * @param startPause shortest time between two starts that wishes cause in one slot; zero = none
 * @param minBackoff pause before the first restart
 * @param maxBackoff longest pause before a restart
 * @param jitter fraction of a pause that is random, 0 to 1
 * @param healthyAfter run time after which earlier failures are forgotten
 * @param crashLoopFailures an entry that fails more often within the window stops
 * @param crashLoopWindow see {@code crashLoopFailures}
 * @param answerWithin a wish that is not durable within this time is answered as unresolved
 * @param snapshotEvery number of events between two snapshots
 */
public record SupervisionSettings(
    Duration startPause,
    Duration minBackoff,
    Duration maxBackoff,
    double jitter,
    Duration healthyAfter,
    int crashLoopFailures,
    Duration crashLoopWindow,
    Duration answerWithin,
    int snapshotEvery) {

  private static final int MAX_DOUBLINGS = 20;
  private static final int MAX_RESTARTS = 10_000;

  public SupervisionSettings {
    positive("min-backoff", minBackoff);
    positive("healthy-after", healthyAfter);
    positive("crash-loop-window", crashLoopWindow);
    positive("answer-within", answerWithin);
    if (startPause.isNegative()) {
      throw new InvalidValueException("start-pause", startPause, ">= 0");
    }
    if (minBackoff.compareTo(maxBackoff) > 0) {
      throw new InvalidValueException("min-backoff", minBackoff, "<= max-backoff " + maxBackoff);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new InvalidValueException("jitter", jitter, "0 to 1");
    }
    if (crashLoopFailures < 1 || crashLoopFailures >= Failures.KEPT) {
      throw new InvalidValueException(
          "crash-loop-failures", crashLoopFailures, "1 to " + (Failures.KEPT - 1));
    }
    if (snapshotEvery < 1) {
      throw new InvalidValueException("snapshot-every", snapshotEvery, ">= 1");
    }
  }

  public static SupervisionSettings from(Config root) {
    Config config = root.getConfig("maxdiff.supervision");
    return new SupervisionSettings(
        config.getDuration("start-pause"),
        config.getDuration("min-backoff"),
        config.getDuration("max-backoff"),
        config.getDouble("jitter"),
        config.getDuration("healthy-after"),
        config.getInt("crash-loop-failures"),
        config.getDuration("crash-loop-window"),
        config.getDuration("answer-within"),
        config.getInt("snapshot-every"));
  }

  /**
   * Returns the pause after {@code failures} in a row: doubled for each failure, shortened by the
   * jitter.
   */
  Duration backoff(int failures, RandomGenerator random) {
    return Duration.ofMillis(
        Math.round(longestPause(failures) * (1 - jitter * random.nextDouble())));
  }

  /** Returns the largest number of restarts within {@code time} after {@code failures} in a row. */
  int restartsWithin(Duration time, int failures) {
    double shortest = Math.max(1, longestPause(failures) * (1 - jitter));
    return (int) Math.min(MAX_RESTARTS, Math.ceil(time.toMillis() / shortest));
  }

  private double longestPause(int failures) {
    int doublings = Math.min(Math.max(failures - 1, 0), MAX_DOUBLINGS);
    return Math.min((double) minBackoff.toMillis() * (1L << doublings), maxBackoff.toMillis());
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new InvalidValueException(key, value, "> 0");
    }
  }
}

package dev.maxdiff.control.checks;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;

/**
 * How often the witnesses are heard, and how long they may disagree: {@code maxdiff.witnesses} in
 * reference.conf.
 *
 * @param interval pause between two hearings
 * @param patience the least time that a disagreement must last to be told; two polls of its watcher
 *     when they are longer
 */
public record ConsistencySettings(Duration interval, Duration patience) {

  private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);

  public ConsistencySettings {
    if (interval.compareTo(LEAST_INTERVAL) < 0) {
      throw new InvalidValueException("maxdiff.witnesses.interval", interval, ">= 100ms");
    }
    if (patience.isNegative()) {
      throw new InvalidValueException("maxdiff.witnesses.patience", patience, ">= 0s");
    }
  }

  public static ConsistencySettings from(Config root) {
    Config config = root.getConfig("maxdiff.witnesses");
    return new ConsistencySettings(config.getDuration("interval"), config.getDuration("patience"));
  }

  /** For a watcher that polls like this. */
  Duration patience(Duration poll) {
    Duration two = poll.multipliedBy(2);
    return two.compareTo(patience) > 0 ? two : patience;
  }
}

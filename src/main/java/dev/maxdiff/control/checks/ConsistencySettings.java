package dev.maxdiff.control.checks;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;

/**
 * The settings of the consistency check: {@code maxdiff.witnesses} in reference.conf.
 *
 * @param interval pause between two checks, at least 100 ms
 * @param patience an inconsistency that lasts longer raises an alert; two polls of the watcher if
 *     they take longer; at most 120 s
 */
public record ConsistencySettings(Duration interval, Duration patience) {

  /** The longest patience, however slow a watcher polls. */
  private static final Duration LONGEST = Duration.ofSeconds(120);

  private static final Duration MIN_INTERVAL = Duration.ofMillis(100);

  public ConsistencySettings {
    if (interval.compareTo(MIN_INTERVAL) < 0) {
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

  /** Returns the patience for a watcher with this time between two polls. */
  Duration patience(Duration poll) {
    Duration twoPolls = poll.multipliedBy(2);
    Duration longer = twoPolls.compareTo(patience) > 0 ? twoPolls : patience;
    return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
  }
}

package dev.maxdiff.execution.model;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;

/**
 * Settings of the order managers.
 *
 * @param absentAfter time after which an order that the broker does not know counts as absent
 * @param lookupInterval time between two lookups of an order whose outcome is unknown
 * @param releasePatience longest wait for the end of an old order and for its reserved quantity
 * @param releasePause time between two requests during that wait
 * @param requestTimeout longest wait of a watcher's request for its answer
 * @param queueLimit tasks that may wait for one order manager; a further task is refused as busy
 * @param renewBefore time before the broker ends an order for its age at which it is renewed
 * @param orderIdLimit longest client order id that the broker accepts, characters
 */
public record OrderSettings(
    Duration absentAfter,
    Duration lookupInterval,
    Duration releasePatience,
    Duration releasePause,
    Duration requestTimeout,
    int queueLimit,
    Duration renewBefore,
    int orderIdLimit) {

  public OrderSettings {
    ExecutionSettings.positive("lookup-interval", lookupInterval);
    ExecutionSettings.positive("release-pause", releasePause);
    ExecutionSettings.positive("renew-before", renewBefore);
    if (requestTimeout.compareTo(releasePatience) <= 0) {
      throw new InvalidValueException(
          "maxdiff.execution.request-timeout",
          requestTimeout,
          "more than release-patience " + releasePatience);
    }
    if (queueLimit < 1) {
      throw new InvalidValueException("maxdiff.execution.queue-limit", queueLimit, "at least 1");
    }
    if (orderIdLimit < 1 || orderIdLimit > ClientOrderId.MAX_LENGTH) {
      throw new InvalidValueException(
          "maxdiff.execution.order-id-limit", orderIdLimit, "1 to " + ClientOrderId.MAX_LENGTH);
    }
  }

  static OrderSettings from(Config execution) {
    return new OrderSettings(
        execution.getDuration("absent-after"),
        execution.getDuration("lookup-interval"),
        execution.getDuration("release-patience"),
        execution.getDuration("release-pause"),
        execution.getDuration("request-timeout"),
        execution.getInt("queue-limit"),
        execution.getDuration("renew-before"),
        execution.getInt("order-id-limit"));
  }
}

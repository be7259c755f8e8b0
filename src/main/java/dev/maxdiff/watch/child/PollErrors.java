package dev.maxdiff.watch.child;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts failed polls in a row and their duration, and lengthens the pause after them. */
final class PollErrors {

  static final String AUTH_ERROR = "auth_error";
  static final String POLLING_ERROR = "polling_error";
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final int SLOWEST = 1000;

  private final WatcherStateReport report;
  private final LongSupplier nanos;
  private int count;
  private long sinceNanos;

  /**
   * @param nanos a monotonic clock
   */
  PollErrors(WatcherStateReport report, LongSupplier nanos) {
    this.report = report;
    this.nanos = nanos;
  }

  void add(BrokerException failure) {
    if (count++ == 0) {
      sinceNanos = nanos.getAsLong();
    }
    report.put("last_poll_error", failure.getMessage());
    report.put("consecutive_errors", count);
    boolean keys = failure.failure() == Failure.UNAUTHORIZED;
    report.state(keys ? AUTH_ERROR : POLLING_ERROR, failure.getMessage());
  }

  void cleared() {
    count = 0;
  }

  int count() {
    return count;
  }

  Duration duration() {
    return count == 0 ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - sinceNanos);
  }

  /**
   * Returns the pause after a poll: the poll interval times the number of errors in a row, up to 60
   * s.
   */
  Duration pause(Duration poll) {
    if (count == 0) {
      return poll;
    }
    Duration slower = poll.multipliedBy(Math.min(count, SLOWEST));
    return slower.compareTo(LONGEST_PAUSE) < 0 ? slower : LONGEST_PAUSE;
  }
}

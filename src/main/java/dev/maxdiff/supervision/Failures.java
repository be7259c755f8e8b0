package dev.maxdiff.supervision;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The failures of one slot's watcher since it was last healthy, by the monotonic clock. Immutable.
 *
 * @param recent nanosecond readings of those within the window, at most {@link #KEPT}
 * @param inARow since the last time it was healthy
 */
record Failures(List<Long> recent, int inARow) {

  static final Failures NONE = new Failures(List.of(), 0);

  /**
   * The newest that are remembered: a watcher that ends at once may fail a thousand times a second.
   */
  static final int KEPT = 1_000;

  Failures {
    recent = List.copyOf(recent);
  }

  Failures and(long nanos, Duration window) {
    List<Long> within =
        Stream.concat(recent.stream(), Stream.of(nanos))
            .filter(at -> nanos - at <= window.toNanos())
            .toList();
    List<Long> newest = within.subList(Math.max(0, within.size() - KEPT), within.size());
    return new Failures(newest, inARow + 1);
  }
}

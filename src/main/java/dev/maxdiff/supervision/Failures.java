package dev.maxdiff.supervision;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The failures of one slot's watcher since it was last healthy, by the monotonic clock. Immutable.
 *
 * @param recent nanosecond readings of those within the window
 * @param inARow since the last time it was healthy
 */
record Failures(List<Long> recent, int inARow) {

  static final Failures NONE = new Failures(List.of(), 0);

  Failures {
    recent = List.copyOf(recent);
  }

  Failures and(long nanos, Duration window) {
    List<Long> within =
        Stream.concat(recent.stream(), Stream.of(nanos))
            .filter(at -> nanos - at <= window.toNanos())
            .toList();
    return new Failures(within, inARow + 1);
  }
}

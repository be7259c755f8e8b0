package dev.maxdiff.supervision;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The failures of one slot's watcher since it was last healthy, by the monotonic clock. Immutable.
 *
 * @param recent {@code System.nanoTime} readings within the window, at most {@link #KEPT}
 * @param inARow number of failures since the watcher was last healthy
 */
record Failures(List<Long> recent, int inARow) {

  static final Failures NONE = new Failures(List.of(), 0);

  /**
   * The number of newest readings that are kept: a watcher that ends at once may fail a thousand
   * times a second.
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

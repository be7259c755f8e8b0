package dev.maxdiff.execution;

import java.time.Duration;
import java.util.function.Function;

/**
 * Something that the broker said, and since when it may be out of date.
 *
 * @param readAt when it was asked for, on the monotonic clock of its reader
 */
record Aged<T>(T value, long readAt) {

  Duration age(long now) {
    return Duration.ofNanos(Math.max(now - readAt, 0));
  }

  <R> Aged<R> map(Function<? super T, ? extends R> change) {
    return new Aged<>(change.apply(value), readAt);
  }

  /** When the older of the two was asked for. */
  long olderOf(Aged<?> other) {
    return other.readAt - readAt < 0 ? other.readAt : readAt;
  }
}

package dev.maxdiff.execution;

import java.time.Duration;
import java.util.function.Function;

/**
 * A value read from the broker, with the time of the request.
 *
 * @param readAt time of the request, on the monotonic clock of the reader, nanoseconds
 */
record Aged<T>(T value, long readAt) {

  Duration age(long now) {
    return Duration.ofNanos(Math.max(now - readAt, 0));
  }

  <R> Aged<R> map(Function<? super T, ? extends R> change) {
    return new Aged<>(change.apply(value), readAt);
  }

  /** Returns the earlier of the two request times. */
  long olderOf(Aged<?> other) {
    return other.readAt - readAt < 0 ? other.readAt : readAt;
  }
}

package dev.maxdiff.execution.upstream;

import java.time.Duration;
import java.util.function.Function;

/**
 * A value read from the broker, with the time of the request.
 *
 * @param readAt time of the request, on the monotonic clock of the reader, nanoseconds
 */
public record Timestamped<T>(T value, long readAt) {

  Duration age(long now) {
    return Duration.ofNanos(Math.max(now - readAt, 0));
  }

  public <R> Timestamped<R> map(Function<? super T, ? extends R> change) {
    return new Timestamped<>(change.apply(value), readAt);
  }

  /** Returns the earlier of the two request times. */
  public long olderOf(Timestamped<?> other) {
    return other.readAt - readAt < 0 ? other.readAt : readAt;
  }
}

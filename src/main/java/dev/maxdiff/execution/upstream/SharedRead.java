package dev.maxdiff.execution.upstream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One answer of the broker that several readers share.
 *
 * <p>One reader sends the request; readers that wait meanwhile use its answer. Thread-safe; readers
 * block.
 */
final class SharedRead<T> {

  private final RequestPacer pace;
  private final Supplier<T> source;
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicLong version = new AtomicLong();
  private volatile Kept<T> last;

  private record Kept<T>(Timestamped<T> aged, long version) {}

  SharedRead(RequestPacer pace, Supplier<T> source) {
    this.pace = pace;
    this.source = source;
  }

  /**
   * Returns an answer of at most this age that was requested after the last {@link #invalidate};
   * zero = requested after this call.
   *
   * <p>While the request budget is used up, an older answer is returned up to the age limit of the
   * pacer.
   *
   * @throws dev.maxdiff.broker.BrokerException from the source, or if the budget allows no request
   */
  Timestamped<T> read(Duration maxAge) {
    long requestedAt = pace.now();
    Kept<T> kept = last;
    if (kept != null && serves(kept, requestedAt, maxAge)) {
      return kept.aged;
    }
    reading.lock();
    try {
      kept = last;
      if (kept != null && serves(kept, requestedAt, maxAge)) {
        return kept.aged;
      }
      return ask(maxAge);
    } finally {
      reading.unlock();
    }
  }

  private boolean serves(Kept<T> kept, long requestedAt, Duration maxAge) {
    Timestamped<T> aged = kept.aged;
    return kept.version == version.get()
        && (requestedAt - aged.readAt() < maxAge.toNanos()
            || aged.readAt() - requestedAt >= 0
            || pace.mayReuse(aged, maxAge));
  }

  private Timestamped<T> ask(Duration maxAge) {
    pace.admit(maxAge);
    long versionBefore = version.get();
    long startedAt = pace.now();
    Timestamped<T> aged = new Timestamped<>(source.get(), startedAt);
    last = new Kept<>(aged, versionBefore);
    return aged;
  }

  /** Returns the newest answer of any age; empty before the first. */
  Optional<Timestamped<T>> last() {
    return Optional.ofNullable(last).map(Kept::aged);
  }

  /** Marks all earlier answers as outdated. */
  void invalidate() {
    version.incrementAndGet();
  }
}

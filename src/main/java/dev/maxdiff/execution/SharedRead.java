package dev.maxdiff.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One answer of the broker that several readers share.
 *
 * <p>One of them asks at a time; those who waited meanwhile find its answer. Thread-safe; readers
 * block.
 */
final class SharedRead<T> {

  private final UpstreamPace pace;
  private final Supplier<T> source;
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicLong version = new AtomicLong();
  private volatile Kept<T> last;

  private record Kept<T>(Aged<T> aged, long version) {}

  SharedRead(UpstreamPace pace, Supplier<T> source) {
    this.pace = pace;
    this.source = source;
  }

  /**
   * The answer, at most this old and never from before the last {@link #invalidate}; zero = asked
   * for after this call.
   *
   * <p>While the broker's allowance is used up, an older one is shown as long as it is not too old.
   *
   * @throws dev.maxdiff.broker.BrokerException from the source, or because nothing may be asked
   */
  Aged<T> read(Duration maxAge) {
    long askedAt = pace.now();
    Kept<T> kept = last;
    if (kept != null && serves(kept, askedAt, maxAge)) {
      return kept.aged;
    }
    reading.lock();
    try {
      kept = last;
      if (kept != null && serves(kept, askedAt, maxAge)) {
        return kept.aged;
      }
      return ask(maxAge);
    } finally {
      reading.unlock();
    }
  }

  private boolean serves(Kept<T> kept, long askedAt, Duration maxAge) {
    Aged<T> aged = kept.aged;
    return kept.version == version.get()
        && (askedAt - aged.readAt() < maxAge.toNanos()
            || aged.readAt() - askedAt >= 0
            || pace.spares(aged, maxAge));
  }

  private Aged<T> ask(Duration maxAge) {
    pace.admit(maxAge);
    long versionBefore = version.get();
    long startedAt = pace.now();
    Aged<T> aged = new Aged<>(source.get(), startedAt);
    last = new Kept<>(aged, versionBefore);
    return aged;
  }

  /** The newest answer, however old; empty before the first. */
  Optional<Aged<T>> last() {
    return Optional.ofNullable(last).map(Kept::aged);
  }

  /** What was read so far may be out of date. */
  void invalidate() {
    version.incrementAndGet();
  }
}

package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.RateBudget.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One answer of the broker that several readers share.
 *
 * <p>One request is under way at a time; readers that wait meanwhile use its answer or its failure,
 * if it is sent after they have asked. Thread-safe; no call blocks.
 *
 * <p>A broker on virtual time answers within the call, and other parts may read meanwhile on the
 * same thread: such a read cannot wait, and sends a request of its own.
 */
final class SharedRead<T> {

  private final RequestPacer pace;
  private final Supplier<CompletionStage<T>> source;

  // guarded by this
  private final List<Reader<T>> readers = new ArrayList<>();
  private boolean isReading;
  private Thread calling; // the thread within a call of the source; null = none
  private long sentAt;
  private long version;
  private Kept<T> last;

  private record Kept<T>(Timestamped<T> aged, long version) {}

  /**
   * @param askedAt monotonic, nanoseconds
   */
  private record Reader<T>(
      long askedAt, Duration maxAge, CompletableFuture<Timestamped<T>> answer) {

    Purpose purpose() {
      return RequestPacer.purpose(maxAge);
    }
  }

  SharedRead(RequestPacer pace, Supplier<CompletionStage<T>> source) {
    this.pace = pace;
    this.source = source;
  }

  /**
   * Completes with an answer of at most this age that was requested after the last {@link
   * #invalidate}; zero = requested after this call.
   *
   * <p>While the request budget is used up, an older answer is returned up to the age limit of the
   * pacer.
   *
   * @return fails with the {@link dev.maxdiff.broker.BrokerException} of the source, or if the
   *     budget allows no request
   */
  CompletionStage<Timestamped<T>> read(Duration maxAge) {
    Reader<T> reader = new Reader<>(pace.now(), maxAge, new CompletableFuture<>());
    synchronized (this) {
      if (serves(reader)) {
        return CompletableFuture.completedStage(last.aged);
      }
      if (calling == Thread.currentThread()) {
        return askWithin();
      }
      readers.add(reader);
      if (isReading) {
        return reader.answer;
      }
      isReading = true;
    }
    ask();
    return reader.answer;
  }

  private CompletionStage<Timestamped<T>> askWithin() {
    return request(pace.now())
        .thenApply(
            kept -> {
              keep(kept);
              return kept.aged;
            });
  }

  private boolean serves(Reader<T> reader) {
    if (last == null || last.version != version) {
      return false;
    }
    Timestamped<T> aged = last.aged;
    return reader.askedAt - aged.readAt() < reader.maxAge.toNanos()
        || aged.readAt() - reader.askedAt >= 0
        || pace.mayReuse(aged, reader.maxAge);
  }

  /** Sends the request for the reader with the most urgent purpose. */
  private void ask() {
    Reader<T> first = first();
    pace.admit(first.purpose())
        .whenComplete((admitted, refusal) -> sent())
        .thenCompose(admitted -> request(sentAt()))
        .whenComplete(
            (kept, failure) -> {
              if (failure == null) {
                answered(kept, first);
              } else {
                failed(BrokerAnswers.cause(failure), first);
              }
            });
  }

  private synchronized Reader<T> first() {
    return readers.stream()
        .filter(reader -> reader.purpose() == Purpose.LOOKUP)
        .findFirst()
        .orElseGet(() -> readers.get(0));
  }

  private synchronized void sent() {
    sentAt = pace.now();
  }

  private synchronized long sentAt() {
    return sentAt;
  }

  private CompletionStage<Kept<T>> request(long at) {
    long versionBefore;
    Thread before;
    synchronized (this) {
      versionBefore = version;
      before = calling;
      calling = Thread.currentThread();
    }
    try {
      return source
          .get()
          .thenApply(value -> new Kept<>(new Timestamped<>(value, at), versionBefore));
    } finally {
      synchronized (this) {
        calling = before;
      }
    }
  }

  /** Keeps the answer unless one that was requested later is known. */
  private synchronized void keep(Kept<T> kept) {
    if (last == null || kept.aged.readAt() - last.aged.readAt() >= 0) {
      last = kept;
    }
  }

  private void answered(Kept<T> kept, Reader<T> first) {
    List<Reader<T>> served;
    Timestamped<T> newest;
    keep(kept);
    synchronized (this) {
      newest = last.aged;
      served = readers.stream().filter(reader -> reader == first || serves(reader)).toList();
    }
    served.forEach(reader -> reader.answer.complete(reader == first ? kept.aged : newest));
    continueWithout(served);
  }

  /** Fails the readers that have waited for this request; a more urgent one has another request. */
  private void failed(Throwable failure, Reader<T> first) {
    List<Reader<T>> waited;
    synchronized (this) {
      waited =
          readers.stream()
              .filter(reader -> reader.purpose().compareTo(first.purpose()) >= 0)
              .filter(reader -> reader.askedAt - sentAt <= 0)
              .toList();
    }
    waited.forEach(reader -> reader.answer.completeExceptionally(failure));
    continueWithout(waited);
  }

  private void continueWithout(List<Reader<T>> done) {
    synchronized (this) {
      readers.removeAll(done);
      isReading = !readers.isEmpty();
      if (!isReading) {
        return;
      }
    }
    ask();
  }

  /** Returns the newest answer of any age; empty before the first. */
  synchronized Optional<Timestamped<T>> last() {
    return Optional.ofNullable(last).map(Kept::aged);
  }

  /** Marks all earlier answers as outdated. */
  synchronized void invalidate() {
    version++;
  }
}

package dev.maxdiff.session;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Makes asynchronous calls in order, with at most {@code maxInFlight} unanswered calls at a time.
 *
 * <p>A call runs on the thread of {@link #start} or on the thread that completes an earlier call.
 * Thread-safe.
 */
final class BoundedBatch {

  private final int maxInFlight;
  private final Queue<Supplier<? extends CompletionStage<?>>> waiting;
  private final CompletableFuture<Void> completed = new CompletableFuture<>();
  private final AtomicInteger requests = new AtomicInteger();
  private int inFlight;

  /**
   * @param maxInFlight maximum number of unanswered calls
   * @param calls must not throw; a failed stage counts as an answer
   */
  BoundedBatch(int maxInFlight, List<? extends Supplier<? extends CompletionStage<?>>> calls) {
    this.maxInFlight = maxInFlight;
    this.waiting = new ArrayDeque<>(calls);
  }

  /**
   * Starts the calls. The future completes without a failure when every started call is answered.
   */
  CompletableFuture<Void> start() {
    advance();
    return completed;
  }

  /** Drops the calls that have not started. */
  void stop() {
    synchronized (this) {
      waiting.clear();
    }
    advance();
  }

  /** Makes calls on one thread at a time; other threads leave their request to that thread. */
  private void advance() {
    if (requests.getAndIncrement() == 0) {
      do {
        makeCalls();
      } while (requests.decrementAndGet() > 0);
    }
  }

  private void makeCalls() {
    for (var call = next(); call != null; call = next()) {
      call.get().whenComplete((answer, failure) -> onAnswer());
    }
    if (isDone()) {
      completed.complete(null);
    }
  }

  private void onAnswer() {
    synchronized (this) {
      inFlight--;
    }
    advance();
  }

  /** Takes the next call; null if no call may start now. */
  private synchronized Supplier<? extends CompletionStage<?>> next() {
    if (inFlight == maxInFlight || waiting.isEmpty()) {
      return null;
    }
    inFlight++;
    return waiting.remove();
  }

  private synchronized boolean isDone() {
    return waiting.isEmpty() && inFlight == 0;
  }
}

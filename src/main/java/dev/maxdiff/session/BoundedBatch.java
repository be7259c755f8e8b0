package dev.maxdiff.session;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Makes calls in their order, of which at most so many are unanswered at any time: the first ones
 * are served while the last ones wait here, not in front of those who serve them.
 *
 * <p>Calls are made on the thread of whoever starts them, or brings an answer. Thread-safe.
 */
final class BoundedBatch {

  private final int most;
  private final Queue<Supplier<? extends CompletionStage<?>>> waiting;
  private final CompletableFuture<Void> answered = new CompletableFuture<>();
  private final AtomicInteger turns = new AtomicInteger();
  private int unanswered;

  /**
   * @param most calls that may be unanswered at once
   * @param calls none of which throws; whether an answer is a failure does not matter here
   */
  BoundedBatch(int most, List<? extends Supplier<? extends CompletionStage<?>>> calls) {
    this.most = most;
    this.waiting = new ArrayDeque<>(calls);
  }

  /** Completes, never with a failure, when every call that was made has its answer. */
  CompletableFuture<Void> start() {
    advance();
    return answered;
  }

  /** What has not been called by now will not be. */
  void stop() {
    synchronized (this) {
      waiting.clear();
    }
    advance();
  }

  /** One thread makes the calls; an answer that comes meanwhile leaves its turn to that one. */
  private void advance() {
    if (turns.getAndIncrement() == 0) {
      do {
        makeCalls();
      } while (turns.decrementAndGet() > 0);
    }
  }

  private void makeCalls() {
    for (var call = next(); call != null; call = next()) {
      call.get().whenComplete((answer, failure) -> answered());
    }
    if (isDone()) {
      answered.complete(null);
    }
  }

  private void answered() {
    synchronized (this) {
      unanswered--;
    }
    advance();
  }

  /** Null when no call may be made now. */
  private synchronized Supplier<? extends CompletionStage<?>> next() {
    if (unanswered == most || waiting.isEmpty()) {
      return null;
    }
    unanswered++;
    return waiting.remove();
  }

  private synchronized boolean isDone() {
    return waiting.isEmpty() && unanswered == 0;
  }
}

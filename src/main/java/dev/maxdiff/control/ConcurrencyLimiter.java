package dev.maxdiff.control;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Limits the number of undecided wishes. Further wishes wait in the order of their arrival; if the
 * queue is full, a wish is refused. An unlimited burst would overflow the journal's buffer and stop
 * the journal's actors.
 *
 * <p>Thread-safe. Work starts outside the lock: on the thread of {@link #admit}, or on the thread
 * that completes an earlier wish.
 */
final class ConcurrencyLimiter {

  private final int maxUndecided;
  private final int maxQueued;

  /** Completed when the waiting work may start. */
  private final Queue<CompletableFuture<Void>> queue = new ArrayDeque<>();

  private int undecided;
  private boolean closed;

  ConcurrencyLimiter(int maxUndecided, int maxQueued) {
    this.maxUndecided = maxUndecided;
    this.maxQueued = maxQueued;
  }

  /**
   * Starts {@code work} now, or when an earlier wish is decided.
   *
   * @return fails with an {@link UnavailableException} if the queue is full or the limiter is
   *     closed
   */
  <T> CompletionStage<T> admit(Supplier<CompletionStage<T>> work) {
    return permit()
        .thenCompose(
            permitted -> {
              CompletionStage<T> stage;
              try {
                stage = work.get();
              } catch (RuntimeException e) {
                stage = CompletableFuture.failedFuture(e);
              }
              return stage.whenComplete((value, failure) -> release());
            });
  }

  /** Refuses new and waiting work from now on; work that has started continues. */
  void close() {
    List<CompletableFuture<Void>> refused;
    synchronized (this) {
      closed = true;
      refused = List.copyOf(queue);
      queue.clear();
    }
    refused.forEach(permit -> permit.completeExceptionally(closing()));
  }

  private synchronized CompletableFuture<Void> permit() {
    if (closed) {
      return CompletableFuture.failedFuture(closing());
    }
    if (undecided < maxUndecided) {
      undecided++;
      return CompletableFuture.completedFuture(null);
    }
    if (queue.size() < maxQueued) {
      CompletableFuture<Void> permit = new CompletableFuture<>();
      queue.add(permit);
      return permit;
    }
    return CompletableFuture.failedFuture(
        new UnavailableException(
            maxUndecided
                + " wishes are being written and "
                + maxQueued
                + " wait; ask again later"));
  }

  /** Passes the permit to the wish that has waited longest, or returns it. */
  private void release() {
    CompletableFuture<Void> next;
    synchronized (this) {
      next = queue.poll();
      if (next == null) {
        undecided--;
      }
    }
    if (next != null) {
      next.complete(null);
    }
  }

  private static UnavailableException closing() {
    return new UnavailableException("the runtime is shutting down");
  }
}

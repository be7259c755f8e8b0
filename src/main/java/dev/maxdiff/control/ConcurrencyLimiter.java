package dev.maxdiff.control;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Lets a bounded number of wishes be undecided at once; the rest wait in order, and beyond a bound
 * are refused. An unbounded burst would overflow the journal's buffer and stop its actors.
 *
 * <p>Thread-safe. Work is started outside the lock, by whoever asked or made room for it.
 */
final class ConcurrencyLimiter {

  private record Waiting(Runnable start, CompletableFuture<?> answer) {}

  private final int maxUndecided;
  private final int maxQueued;
  private final Queue<Waiting> queue = new ArrayDeque<>();
  private int undecided;
  private boolean closed;

  ConcurrencyLimiter(int maxUndecided, int maxQueued) {
    this.maxUndecided = maxUndecided;
    this.maxQueued = maxQueued;
  }

  /** Starts {@code work} now or when there is room; fails with {@link UnavailableException}. */
  <T> CompletionStage<T> admit(Supplier<CompletionStage<T>> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Runnable start = () -> start(work, answer);
    String refusal = enter(start, answer);
    if (refusal == null) {
      start.run();
    } else if (!refusal.isEmpty()) {
      answer.completeExceptionally(new UnavailableException(refusal));
    }
    return answer;
  }

  /** From now on everything is refused, what waits included; what is under way is left alone. */
  void close() {
    List<Waiting> refused;
    synchronized (this) {
      closed = true;
      refused = List.copyOf(queue);
      queue.clear();
    }
    refused.forEach(waiting -> waiting.answer.completeExceptionally(closing()));
  }

  /** Null = start now, empty = queued, else why not. */
  private synchronized String enter(Runnable start, CompletableFuture<?> answer) {
    if (closed) {
      return closing().getMessage();
    }
    if (undecided < maxUndecided) {
      undecided++;
      return null;
    }
    if (queue.size() < maxQueued) {
      queue.add(new Waiting(start, answer));
      return "";
    }
    return maxUndecided + " wishes are being written and " + maxQueued + " wait; ask again later";
  }

  private <T> void start(Supplier<CompletionStage<T>> work, CompletableFuture<T> answer) {
    CompletionStage<T> stage;
    try {
      stage = work.get();
    } catch (RuntimeException e) {
      stage = CompletableFuture.failedFuture(e);
    }
    stage.whenComplete(
        (value, failure) -> {
          leave();
          if (failure == null) {
            answer.complete(value);
          } else {
            answer.completeExceptionally(failure);
          }
        });
  }

  private static UnavailableException closing() {
    return new UnavailableException("the runtime is shutting down");
  }

  private void leave() {
    Waiting next;
    synchronized (this) {
      next = queue.poll();
      if (next == null) {
        undecided--;
      }
    }
    if (next != null) {
      next.start.run();
    }
  }
}

package dev.maxdiff.control;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Lets the wishes of one place pass in the order in which they were made, although their checks run
 * side by side: the newest wish must win, not the one whose quote came last.
 *
 * <p>Thread-safe. Only the passing is ordered; what the next stage answers is not waited for. Any
 * number may wait: they pass one after the other, not each from within the one before.
 */
final class KeyedSequencer<K> {

  private record Entry(CompletableFuture<?> checked, Runnable pass) {}

  /** Who waits at one place; somebody passes while it is busy. */
  private static final class KeyQueue {
    private final Queue<Entry> entries = new ArrayDeque<>();
    private boolean busy;
  }

  private final Map<K, KeyQueue> queues = new HashMap<>();

  /** Calls {@code next} with what {@code checked} gave once everyone before has passed. */
  <T, R> CompletionStage<R> submit(
      K place, CompletionStage<T> checked, Function<T, CompletionStage<R>> next) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    CompletableFuture<T> check = checked.toCompletableFuture();
    Entry turn = new Entry(check, () -> submit(check, next, answer));
    synchronized (this) {
      queues.computeIfAbsent(place, key -> new KeyQueue()).entries.add(turn);
    }
    check.whenComplete((value, failure) -> advance(place));
    return answer;
  }

  private void advance(K place) {
    for (Entry turn = first(place); turn != null; turn = following(place)) {
      turn.pass.run();
    }
  }

  /** Null when there is nobody to pass now, or somebody lets them pass already. */
  private synchronized Entry first(K place) {
    KeyQueue line = queues.get(place);
    return line == null || line.busy ? null : enter(place, line);
  }

  private synchronized Entry following(K place) {
    return enter(place, queues.get(place));
  }

  private Entry enter(K place, KeyQueue line) {
    Entry turn = line.entries.peek();
    line.busy = turn != null && turn.checked.isDone();
    if (turn == null) {
      queues.remove(place);
    }
    return line.busy ? line.entries.remove() : null;
  }

  private static <T, R> void submit(
      CompletableFuture<T> checked,
      Function<T, CompletionStage<R>> next,
      CompletableFuture<R> answer) {
    try {
      next.apply(checked.join())
          .whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  answer.complete(value);
                } else {
                  answer.completeExceptionally(failure);
                }
              });
    } catch (CompletionException e) {
      answer.completeExceptionally(e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }
}

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
 * Submits the wishes of one key in the order of their arrival, although their checks run in
 * parallel: the newest wish must win, not the wish whose quote arrived last.
 *
 * <p>Thread-safe. Only the submission is ordered; the sequencer does not wait for the answer of the
 * next stage. Waiting entries are submitted in a loop, so that their number does not deepen the
 * stack.
 */
final class KeyedSequencer<K> {

  private record Entry(CompletableFuture<?> checked, Runnable submission) {}

  /** The waiting entries of one key; busy while a thread submits one of them. */
  private static final class KeyQueue {
    private final Queue<Entry> entries = new ArrayDeque<>();
    private boolean busy;
  }

  private final Map<K, KeyQueue> queues = new HashMap<>();

  /** Calls {@code next} with the result of {@code checked} after all earlier entries of the key. */
  <T, R> CompletionStage<R> submit(
      K key, CompletionStage<T> checked, Function<T, CompletionStage<R>> next) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    CompletableFuture<T> check = checked.toCompletableFuture();
    Entry entry = new Entry(check, () -> submit(check, next, answer));
    synchronized (this) {
      queues.computeIfAbsent(key, absent -> new KeyQueue()).entries.add(entry);
    }
    check.whenComplete((value, failure) -> advance(key));
    return answer;
  }

  private void advance(K key) {
    for (Entry entry = first(key); entry != null; entry = following(key)) {
      entry.submission.run();
    }
  }

  /** Returns null if no entry is ready, or if another thread submits the entries of the key. */
  private synchronized Entry first(K key) {
    KeyQueue queue = queues.get(key);
    return queue == null || queue.busy ? null : enter(key, queue);
  }

  private synchronized Entry following(K key) {
    return enter(key, queues.get(key));
  }

  private Entry enter(K key, KeyQueue queue) {
    Entry entry = queue.entries.peek();
    queue.busy = entry != null && entry.checked.isDone();
    if (entry == null) {
      queues.remove(key);
    }
    return queue.busy ? queue.entries.remove() : null;
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

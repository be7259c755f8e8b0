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
final class Turnstile<K> {

  private record Turn(CompletableFuture<?> checked, Runnable pass) {}

  /** Who waits at one place; somebody passes while it is busy. */
  private static final class Line {
    private final Queue<Turn> turns = new ArrayDeque<>();
    private boolean busy;
  }

  private final Map<K, Line> lines = new HashMap<>();

  /** Calls {@code next} with what {@code checked} gave once everyone before has passed. */
  <T, R> CompletionStage<R> pass(
      K place, CompletionStage<T> checked, Function<T, CompletionStage<R>> next) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    CompletableFuture<T> check = checked.toCompletableFuture();
    Turn turn = new Turn(check, () -> pass(check, next, answer));
    synchronized (this) {
      lines.computeIfAbsent(place, key -> new Line()).turns.add(turn);
    }
    check.whenComplete((value, failure) -> advance(place));
    return answer;
  }

  private void advance(K place) {
    for (Turn turn = first(place); turn != null; turn = following(place)) {
      turn.pass.run();
    }
  }

  /** Null when there is nobody to pass now, or somebody lets them pass already. */
  private synchronized Turn first(K place) {
    Line line = lines.get(place);
    return line == null || line.busy ? null : enter(place, line);
  }

  private synchronized Turn following(K place) {
    return enter(place, lines.get(place));
  }

  private Turn enter(K place, Line line) {
    Turn turn = line.turns.peek();
    line.busy = turn != null && turn.checked.isDone();
    if (turn == null) {
      lines.remove(place);
    }
    return line.busy ? line.turns.remove() : null;
  }

  private static <T, R> void pass(
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

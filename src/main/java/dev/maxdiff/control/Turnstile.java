package dev.maxdiff.control;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Lets the wishes of one place pass in the order in which they were made, although their checks run
 * side by side: the newest wish must win, not the one whose quote came last.
 *
 * <p>Thread-safe. Only the passing is ordered; what the next stage answers is not waited for.
 */
final class Turnstile<K> {

  private final Map<K, CompletableFuture<Void>> last = new HashMap<>();

  /** Calls {@code next} with what {@code checked} gave once everyone before has passed. */
  <T, R> CompletionStage<R> pass(
      K place, CompletionStage<T> checked, Function<T, CompletionStage<R>> next) {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    CompletableFuture<Void> before;
    synchronized (this) {
      before = last.put(place, passed);
    }
    CompletableFuture<Void> turn =
        before == null ? CompletableFuture.completedFuture(null) : before;
    CompletableFuture<CompletionStage<R>> handed =
        turn.thenCompose(ignored -> checked).thenApply(next);
    handed.whenComplete((stage, failure) -> leave(place, passed));
    return handed.thenCompose(stage -> stage);
  }

  private void leave(K place, CompletableFuture<Void> passed) {
    synchronized (this) {
      last.remove(place, passed);
    }
    passed.complete(null);
  }
}

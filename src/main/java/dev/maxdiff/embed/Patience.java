package dev.maxdiff.embed;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the steps of a start or an end.
 *
 * @param limit how long any one step may take
 */
record Patience(Duration limit) {

  /**
   * Blocks until {@code stage} has completed.
   *
   * @param step for the words of its failure
   */
  <T> T await(String step, CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw Failure.of(step, e);
    }
  }
}

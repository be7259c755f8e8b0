package dev.maxdiff.runtime.context;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Blocks until a step of the start or of the shutdown is complete.
 *
 * @param limit the longest duration of one step
 */
public record Await(Duration limit) {

  /**
   * Blocks until {@code stage} completes.
   *
   * @param step the name of the step in the message of a failure
   * @throws RuntimeException the stage's failure as {@link StepFailure#of} converts it, also after
   *     {@link #limit}
   */
  public <T> T result(String step, CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw StepFailure.of(step, e);
    }
  }
}

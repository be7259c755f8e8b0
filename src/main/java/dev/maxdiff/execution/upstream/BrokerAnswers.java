package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Reads the results and failures of the broker's stages. */
public final class BrokerAnswers {

  private BrokerAnswers() {}

  /** Returns the broker's exception; empty for a defect. */
  public static Optional<BrokerException> failure(Throwable failure) {
    return cause(failure) instanceof BrokerException e ? Optional.of(e) : Optional.empty();
  }

  /** Returns the broker's exception; after a defect the outcome of the request is unknown. */
  public static BrokerException failureOf(Throwable failure) {
    return failure(failure)
        .orElseGet(
            () -> new BrokerException(Failure.UNRESOLVED, 0, 0, "defect: " + failure, failure));
  }

  /** Returns the failure without the exceptions in which stages wrap it. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /**
   * Returns the result; blocks.
   *
   * @throws RuntimeException the failure of the stage; an error, too
   * @throws BrokerException if the thread is interrupted
   */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      Throwable cause = cause(e.getCause());
      if (cause instanceof Error error) {
        throw error;
      }
      throw cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(Failure.UNREACHABLE, 0, 0, "not read: interrupted");
    }
  }
}

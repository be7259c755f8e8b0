package dev.maxdiff.runtime.context;

import dev.maxdiff.domain.InvalidValueException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Converts the failure of a step into an exception without the wrappers of futures. */
public final class StepFailure {

  private StepFailure() {}

  /**
   * Returns the exception for the caller: an exception of this program, an {@link
   * IllegalStateException} or an {@link InvalidValueException} unchanged, any other as an {@link
   * IllegalStateException} with the step's name.
   */
  public static RuntimeException of(String step, Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof InvalidValueException || cause instanceof IllegalStateException) {
      return (RuntimeException) cause;
    }
    if (cause instanceof RuntimeException own
        && own.getClass().getPackageName().startsWith("dev.maxdiff")) {
      return own;
    }
    return new IllegalStateException(step + ": " + message(cause), failure);
  }

  private static String message(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return "no answer in time";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}

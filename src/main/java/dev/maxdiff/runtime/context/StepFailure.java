package dev.maxdiff.runtime.context;

import dev.maxdiff.domain.InvalidValueException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What a step of the start came to grief by, without the futures and actors that carried it. */
public final class StepFailure {

  private StepFailure() {}

  /**
   * The exception that a caller is to see: our own kinds as they are, anything else with its words
   * and the step's name.
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
    if (cause instanceof RuntimeException ours
        && ours.getClass().getPackageName().startsWith("dev.maxdiff")) {
      return ours;
    }
    return new IllegalStateException(step + ": " + words(cause), failure);
  }

  private static String words(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return "no answer in time";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}

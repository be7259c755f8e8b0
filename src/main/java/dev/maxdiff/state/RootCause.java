package dev.maxdiff.state;

import java.sql.SQLException;

/** The innermost cause of a failure, for messages to an operator. */
public final class RootCause {

  private RootCause() {}

  /**
   * Returns the first line of the innermost cause's message, for example "No space left on device".
   */
  public static String message(Throwable failure) {
    Throwable root = failure;
    for (Throwable next = failure; next != null; next = causeOf(next)) {
      root = next;
    }
    String message = String.valueOf(root.getMessage());
    return root.getMessage() == null || message.isBlank()
        ? root.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }

  /** A failed JDBC batch has its cause in {@code getNextException}. */
  private static Throwable causeOf(Throwable failure) {
    return failure.getCause() == null && failure instanceof SQLException sql
        ? sql.getNextException()
        : failure.getCause();
  }
}

package dev.maxdiff.state;

import java.sql.SQLException;

/** What a failure comes down to, for the one who has to do something about it. */
public final class RootCause {

  private RootCause() {}

  /** The first line of the innermost cause, such as "No space left on device". */
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

  /** A batch that fails carries its cause beside it. */
  private static Throwable causeOf(Throwable failure) {
    return failure.getCause() == null && failure instanceof SQLException sql
        ? sql.getNextException()
        : failure.getCause();
  }
}

package dev.maxdiff.state;

import java.util.stream.StreamSupport;

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

  /** A failed batch of a database has no cause; it lists itself, then the failures of its rows. */
  private static Throwable causeOf(Throwable failure) {
    if (failure.getCause() != null || !(failure instanceof Iterable<?> list)) {
      return failure.getCause();
    }
    return StreamSupport.stream(list.spliterator(), false)
        .skip(1)
        .map(Throwable.class::cast)
        .findFirst()
        .orElse(null);
  }
}

package dev.maxdiff.state;

/**
 * A file or folder of the state directory is unusable; the message names it and the remedy in one
 * line.
 */
public class StateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StateException(String message) {
    super(message);
  }

  public StateException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.maxdiff.state;

/** Says in one line which file or folder of the state directory is unusable, and what helps. */
public class StateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StateException(String message) {
    super(message);
  }

  public StateException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.maxdiff.http;

/** No runtime answers: none was started here, or it has ended. */
public final class NoRuntimeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NoRuntimeException(String message) {
    super(message);
  }
}

package dev.maxdiff.http;

/** No runtime answers: no runtime was started, or it has ended. */
public final class NoRuntimeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NoRuntimeException(String message) {
    super(message);
  }
}

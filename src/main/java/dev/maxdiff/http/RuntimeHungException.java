package dev.maxdiff.http;

/** A runtime accepted the connection but gave no answer in time. */
public final class RuntimeHungException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RuntimeHungException(String message, Throwable cause) {
    super(message, cause);
  }
}

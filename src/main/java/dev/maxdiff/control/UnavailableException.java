package dev.maxdiff.control;

/** The runtime cannot take the request now, and has done nothing: it is full, or shutting down. */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message one line for the caller
   */
  public UnavailableException(String message) {
    super(message);
  }
}

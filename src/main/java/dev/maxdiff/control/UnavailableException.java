package dev.maxdiff.control;

/** The runtime refused a request without effect, because it is full or shutting down. */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message one line for the caller
   */
  public UnavailableException(String message) {
    super(message);
  }
}

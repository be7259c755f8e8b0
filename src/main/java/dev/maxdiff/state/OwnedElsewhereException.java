package dev.maxdiff.state;

/** Another runtime owns the state directory; the message names it (promise P8). */
public final class OwnedElsewhereException extends StateException {

  private static final long serialVersionUID = 1L;

  OwnedElsewhereException(String message) {
    super(message);
  }
}

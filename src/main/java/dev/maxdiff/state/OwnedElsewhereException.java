package dev.maxdiff.state;

/**
 * The state directory or the account belongs to another runtime, account or installation; the
 * message names the owner in one line (promise P8).
 */
public final class OwnedElsewhereException extends StateException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message one line that names the owner
   */
  public OwnedElsewhereException(String message) {
    super(message);
  }
}

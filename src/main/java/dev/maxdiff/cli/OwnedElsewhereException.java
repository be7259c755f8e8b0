package dev.maxdiff.cli;

/**
 * The state directory or the account belongs to another runtime or installation: exit code 4. An
 * action of the assembler throws it.
 */
public final class OwnedElsewhereException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message one line that names the owner
   */
  public OwnedElsewhereException(String message) {
    super(message);
  }
}

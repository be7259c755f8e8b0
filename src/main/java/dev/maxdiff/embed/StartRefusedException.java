package dev.maxdiff.embed;

/** The account belongs to another installation; says which, and how to go on. */
public final class StartRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartRefusedException(String message) {
    super(message);
  }
}

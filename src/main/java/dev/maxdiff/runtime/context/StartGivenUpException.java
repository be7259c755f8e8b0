package dev.maxdiff.runtime.context;

/** The start of a runtime was given up on request; every completed step is undone. */
public final class StartGivenUpException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartGivenUpException() {
    super("the start was given up");
  }
}

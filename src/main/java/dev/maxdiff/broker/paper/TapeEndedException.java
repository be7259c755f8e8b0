package dev.maxdiff.broker.paper;

/** The stored session has reached the end of its tape, and its account is to be kept as it is. */
public final class TapeEndedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TapeEndedException() {
    super("the data of the stored session have ended");
  }
}

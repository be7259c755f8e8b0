package dev.maxdiff.watch;

/** A command line that cannot be understood: an unknown option, a missing one. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}

package dev.maxdiff.watch.child;

/** An unusable command line: an unknown option, or a missing one. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}

package dev.maxdiff.cli.context;

/** The exit codes of {@code maxdiff}. */
public final class ExitCodes {

  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NO_RUNTIME = 3;
  public static final int REFUSED_OWNER = 4;

  /** Ended with a position that no order closes; not 1, which service managers take for a crash. */
  public static final int UNCOVERED = 5;

  private ExitCodes() {}
}

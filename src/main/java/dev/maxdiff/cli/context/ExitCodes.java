package dev.maxdiff.cli.context;

/** The exit codes of {@code maxdiff}. */
public final class ExitCodes {

  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NO_RUNTIME = 3;
  public static final int REFUSED_OWNER = 4;

  private ExitCodes() {}
}

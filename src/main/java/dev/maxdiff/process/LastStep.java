package dev.maxdiff.process;

/** Ends this process when everything is cleaned up and nobody is to wait any longer. */
public final class LastStep {

  private LastStep() {}

  /**
   * Returns only where there is no C library to ask. The JVM's own end, {@code halt} included,
   * waits up to 300 ms for threads that are in a system call, as an HTTP client's always is; the
   * system's does not. Nothing is flushed and no hook runs. For {@code Main} alone.
   *
   * @param code 0 to 255
   */
  public static void end(int code) {
    try {
      Libc._exit(code);
    } catch (LinkageError e) {
      // then the JVM ends as it can
    }
  }
}

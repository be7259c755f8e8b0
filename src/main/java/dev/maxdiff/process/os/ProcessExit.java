package dev.maxdiff.process.os;

/** Ends this process at once, as the last step of a shutdown. */
public final class ProcessExit {

  private ProcessExit() {}

  /**
   * Calls {@code _exit}: nothing is flushed and no hook runs. The JVM's own end, {@code halt}
   * included, waits up to 300 ms for threads in a system call, where the thread of an HTTP client
   * always is. Returns only where the C library is missing. For {@code Main} alone.
   *
   * @param code exit code, 0 to 255
   */
  public static void end(int code) {
    try {
      Libc._exit(code);
    } catch (LinkageError e) {
      // the caller then ends the JVM
    }
  }
}

package dev.maxdiff.process;

/**
 * How a process ended: one of the two is set.
 *
 * @param code exit code, -1 when ended by a signal
 * @param signal number of the signal, 0 when it exited by itself
 */
public record ExitStatus(int code, int signal) {

  private static final int SIGNAL_OFFSET = 128;

  public static ExitStatus exited(int code) {
    return new ExitStatus(code, 0);
  }

  public static ExitStatus signalled(int signal) {
    return new ExitStatus(-1, signal);
  }

  /** Exit code 0: the watcher has done its work (CONTRACT section 4). */
  public boolean isDone() {
    return signal == 0 && code == 0;
  }

  /**
   * For people: {@code ended by SIGTERM}, {@code exit code 1}. A program that handles the signal
   * and then says so ends with 128 and its number.
   */
  public String words() {
    int by = signal == 0 ? code - SIGNAL_OFFSET : signal;
    return switch (by) {
      case 1 -> "ended by SIGHUP";
      case 2 -> "ended by SIGINT";
      case 6 -> "ended by SIGABRT";
      case 9 -> "ended by SIGKILL";
      case 11 -> "ended by SIGSEGV";
      case 15 -> "ended by SIGTERM";
      default -> toString();
    };
  }

  @Override
  public String toString() {
    return signal == 0 ? "exit code " + code : "signal " + signal;
  }
}

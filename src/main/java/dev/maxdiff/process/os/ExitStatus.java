package dev.maxdiff.process.os;

/**
 * How a process ended: by exit code or by signal.
 *
 * @param code exit code; -1 when a signal ended the process
 * @param signal number of the signal; 0 when the process exited
 */
public record ExitStatus(int code, int signal) {

  private static final int SIGNAL_OFFSET = 128;

  public static ExitStatus exited(int code) {
    return new ExitStatus(code, 0);
  }

  public static ExitStatus signalled(int signal) {
    return new ExitStatus(-1, signal);
  }

  /** Returns true for exit code 0: the watcher's work is done (CONTRACT section 4). */
  public boolean isDone() {
    return signal == 0 && code == 0;
  }

  /**
   * Returns words for people: {@code ended by SIGTERM}, {@code exit code 1}. Exit code 128 + n
   * reads as signal n, because a program that handles a signal ends with that code.
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

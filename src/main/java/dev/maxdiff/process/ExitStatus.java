package dev.maxdiff.process;

/**
 * How a process ended: one of the two is set.
 *
 * @param code exit code, -1 when ended by a signal
 * @param signal number of the signal, 0 when it exited by itself
 */
public record ExitStatus(int code, int signal) {

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

  @Override
  public String toString() {
    return signal == 0 ? "exit code " + code : "signal " + signal;
  }
}

package dev.maxdiff.process.os;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A child of this process, proven by parenthood: the system does not reuse its pid before {@link
 * #reap}. Later signals have no effect. Thread-safe.
 */
public interface OwnProcess {

  /** A signal that ends a process. */
  enum Signal {
    TERM(15),
    KILL(9);

    private final int number;

    Signal(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  /**
   * Result of {@link #reap}.
   *
   * @param groupGone true when the process group is empty; when false, {@link #survivors} lists its
   *     members
   */
  record ReapResult(ExitStatus status, boolean groupGone) {}

  ProcessIdentity identity();

  /** Completes when the process has exited and is unreaped; never exceptionally. */
  CompletionStage<Void> exited();

  /** Signals the whole process group; returns at once. */
  void signalGroup(Signal signal);

  /**
   * Sends SIGKILL to the rest of the group, then reaps the child. The caller awaits {@link #exited}
   * first. A second call has no effect and returns the same status.
   */
  ReapResult reap();

  /** Returns the pids of the group that live after {@link #reap}. Reads {@code /proc}: blocks. */
  List<Integer> survivors();

  /**
   * Writes at most 4096 bytes to the child's standard input if the spawn asked for a pipe; returns
   * at once.
   *
   * @return true when all bytes are written, or will be unless the child ends; false when none is,
   *     because the pipe is full or closed
   */
  boolean write(String ascii);

  /**
   * Returns the number of bytes that the child has written to its standard output since the last
   * call, at most 4096, if the spawn asked for pipes; returns at once.
   */
  int answers();

  /** Closes the child's pipes if the spawn asked for them: the child reads end of file. */
  void closeInput();
}

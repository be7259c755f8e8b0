package dev.maxdiff.process;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A child of this process, proven by parenthood: its pid cannot be given to another process before
 * {@link #bury}. Signals after that are ignored. Safe for use by several threads.
 */
interface OwnProcess {

  /** What a child is asked to do. */
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
   * What {@link #bury} found.
   *
   * @param groupGone true when nothing of the group is left; otherwise {@link #survivors} knows
   */
  record Burial(ExitStatus status, boolean groupGone) {}

  ProcessIdentity identity();

  /** Completes once the process has exited and is not reaped yet; never exceptionally. */
  CompletionStage<Void> exited();

  /** Signals the whole process group; returns at once. */
  void signalGroup(Signal signal);

  /**
   * To be called after {@link #exited}: SIGKILL to the rest of the group, then reaps. Called again
   * it signals and reaps nothing, and gives the same status.
   */
  Burial bury();

  /** After {@link #bury}: pids of the group that still live. Reads {@code /proc}: blocks. */
  List<Integer> survivors();

  /**
   * Writes a few bytes to the child's standard input if the spawn asked for a pipe. Returns at
   * once: true when all of it is written, or will be unless the child ends; false when nothing is,
   * because the pipe is full or closed.
   */
  boolean write(String ascii);

  /** The child reads end of file, if the spawn asked for a pipe. */
  void closeInput();
}

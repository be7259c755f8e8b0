package dev.maxdiff.process.os;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Finds living processes by their mark, this process excepted. Methods throw {@link
 * java.io.UncheckedIOException} when a process cannot be read: the result would be incomplete.
 */
public final class MarkScan {

  /** A process found, with the mark that proves its runtime. */
  record Found(ProcessIdentity process, ProcessMark mark) {}

  private final ProcFs proc;
  private final int self = (int) ProcessHandle.current().pid();

  public MarkScan(ProcFs proc) {
    this.proc = proc;
  }

  /** Reads all of {@code /proc}; about 25 microseconds a process. */
  public List<Found> find(Predicate<ProcessMark> wanted) {
    return find(wanted, pid -> false);
  }

  /**
   * Reads all of {@code /proc} except known processes.
   *
   * @param known true for a pid that is skipped
   */
  List<Found> find(Predicate<ProcessMark> wanted, IntPredicate known) {
    return proc.pids().stream()
        .filter(pid -> pid > 1 && pid != self && !known.test(pid))
        .flatMap(pid -> find(pid, wanted).stream())
        .toList();
  }

  /**
   * Returns whether pid, start time and mark are those of the process found. The caller checks this
   * right before every signal, because the system reuses pids (promise P7).
   */
  boolean stillProven(Found found) {
    return proc.isAlive(found.process)
        && proc.mark(found.process.pid()).filter(found.mark::equals).isPresent();
  }

  /** Returns whether the process has a readable mark of another directory. */
  boolean isOfAnotherDirectory(ProcessIdentity process, RuntimeMark own) {
    return proc.mark(process.pid()).filter(mark -> !mark.runtime().sameDirectory(own)).isPresent();
  }

  boolean isAlive(ProcessIdentity process) {
    return proc.isAlive(process);
  }

  private Optional<Found> find(int pid, Predicate<ProcessMark> wanted) {
    return proc.mark(pid)
        .filter(wanted)
        .flatMap(
            mark ->
                proc.stat(pid)
                    .filter(stat -> !stat.isDead())
                    .map(stat -> new Found(proc.identity(stat), mark)));
  }
}

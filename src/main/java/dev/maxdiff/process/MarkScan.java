package dev.maxdiff.process;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Finds living processes by their mark, never the one that looks. Throws {@link
 * java.io.UncheckedIOException} rather than overlook one that cannot be read.
 */
final class MarkScan {

  /** A process found, with what proves that it is ours. */
  record Found(ProcessIdentity process, ProcessMark mark) {}

  private final ProcFs proc;
  private final int self = (int) ProcessHandle.current().pid();

  MarkScan(ProcFs proc) {
    this.proc = proc;
  }

  /** Reads all of {@code /proc}: some 25 microseconds a process. */
  List<Found> find(Predicate<ProcessMark> wanted) {
    return find(wanted, pid -> false);
  }

  /**
   * Reads only what is not known otherwise.
   *
   * @param known pids that are passed over
   */
  List<Found> find(Predicate<ProcessMark> wanted, IntPredicate known) {
    return proc.pids().stream()
        .filter(pid -> pid > 1 && pid != self && !known.test(pid))
        .flatMap(pid -> find(pid, wanted).stream())
        .toList();
  }

  /**
   * Whether the process found is still that process: to be asked right before every signal, because
   * a pid may have been given to another one since (promise P7).
   */
  boolean stillProven(Found found) {
    return proc.isAlive(found.process)
        && proc.mark(found.process.pid()).filter(found.mark::equals).isPresent();
  }

  /** Whether its mark can be read and names another directory. */
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

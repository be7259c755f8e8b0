package dev.maxdiff.process;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds living processes by their mark, never the one that looks. */
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
    return proc.pids().stream()
        .filter(pid -> pid > 1 && pid != self)
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

  boolean isAlive(ProcessIdentity process) {
    return proc.isAlive(process);
  }

  private Optional<Found> find(int pid, Predicate<ProcessMark> wanted) {
    return proc.mark(pid)
        .filter(wanted)
        .flatMap(mark -> proc.identity(pid).map(process -> new Found(process, mark)))
        .filter(found -> proc.isAlive(found.process));
  }
}

package dev.maxdiff.process.os;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The members of all process groups, from one read of {@code /proc} that callers share. Without
 * sharing, the end of a thousand groups reads {@code /proc} a thousand times. Thread-safe.
 */
final class GroupTable {

  private final ProcFs proc;
  private Map<Integer, List<ProcFs.Stat>> groups = Map.of();
  private long readAt;
  private boolean read;

  GroupTable(ProcFs proc) {
    this.proc = proc;
  }

  /** Whether this machine has a readable {@code /proc}. */
  boolean isKnown() {
    return proc.exists();
  }

  /**
   * Returns all processes of the group, zombies included.
   *
   * @param since a {@code System.nanoTime} reading; a table read earlier is read again
   */
  synchronized List<ProcFs.Stat> group(int group, long since) {
    if (!read || readAt - since < 0) {
      readAt = System.nanoTime();
      read = true;
      groups =
          proc.pids().stream()
              .flatMap(pid -> proc.stat(pid).stream())
              .collect(Collectors.groupingBy(ProcFs.Stat::group));
    }
    return groups.getOrDefault(group, List.of());
  }

  boolean isAlive(int pid) {
    return proc.exists()
        ? proc.stat(pid).filter(stat -> !stat.isDead()).isPresent()
        : ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}

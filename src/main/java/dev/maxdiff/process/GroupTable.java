package dev.maxdiff.process;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The members of all process groups, read in one go and shared by all who ask within a while:
 * otherwise the end of a thousand groups would read all of {@code /proc} a thousand times. Safe for
 * use by several threads.
 */
final class GroupTable {

  private final ProcFs proc;
  private Map<Integer, List<ProcFs.Stat>> groups = Map.of();
  private long readAt;
  private boolean read;

  GroupTable(ProcFs proc) {
    this.proc = proc;
  }

  /** Whether groups can be read here at all. */
  boolean isKnown() {
    return proc.exists();
  }

  /**
   * All processes of the group, zombies included.
   *
   * @param since of {@code System.nanoTime}; what was read before is read again
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

package dev.maxdiff.chaos;

import dev.maxdiff.program.ProcessTable;
import java.util.List;

/**
 * A marked process and the interval in which it was seen alive.
 *
 * <p>Processes of one slot, generation and incarnation are a family: the watcher and what it
 * started. Used by its observer's thread only.
 */
final class Sighted {

  /** Of one slot, in the order in which they may run. */
  record Family(String slot, String incarnation, long generation) {}

  final ProcessTable.Stat first;
  final Family family;
  final List<String> arguments;
  final long firstSeen;
  long lastSeen;
  ProcessTable.Stat last;

  Sighted(ProcessTable.Stat stat, Family family, List<String> arguments, long now) {
    this.first = stat;
    this.family = family;
    this.arguments = List.copyOf(arguments);
    this.firstSeen = now;
    seen(stat, now);
  }

  void seen(ProcessTable.Stat stat, long now) {
    last = stat;
    lastSeen = now;
  }

  /** The process that the runtime started itself leads its group. */
  boolean isWatcher() {
    return first.group() == first.pid()
        && (arguments.contains("open-position") || arguments.contains("close-position"));
  }

  boolean isAliveStill() {
    return ProcessTable.stat(first.pid())
        .filter(stat -> stat.startTicks() == first.startTicks() && !stat.isDead())
        .isPresent();
  }

  @Override
  public String toString() {
    return family.slot
        + " generation "
        + family.generation
        + " pid "
        + first.pid()
        + " ("
        + String.join(" ", arguments)
        + ")";
  }
}

package dev.maxdiff.chaos;

import dev.maxdiff.program.ProcessTable;
import java.util.List;

/**
 * A marked process and the interval in which it was observed alive.
 *
 * <p>A watcher and the processes that it started have the same launch: slot, incarnation and
 * generation. Only the thread of {@link ProcessObserver} uses this class.
 */
final class ObservedProcess {

  /** One launch of a slot's watcher; launches of one slot never overlap. */
  record Launch(String slot, String incarnation, long generation) {}

  final ProcessTable.Stat first;
  final Launch launch;
  final List<String> arguments;
  final long firstSeen;
  long lastSeen;
  ProcessTable.Stat last;

  ObservedProcess(ProcessTable.Stat stat, Launch launch, List<String> arguments, long now) {
    this.first = stat;
    this.launch = launch;
    this.arguments = List.copyOf(arguments);
    this.firstSeen = now;
    observe(stat, now);
  }

  void observe(ProcessTable.Stat stat, long now) {
    last = stat;
    lastSeen = now;
  }

  /** Whether the runtime started this process: then the process leads its group. */
  boolean isWatcher() {
    return first.group() == first.pid()
        && (arguments.contains("open-position") || arguments.contains("close-position"));
  }

  boolean isStillAlive() {
    return ProcessTable.stat(first.pid())
        .filter(stat -> stat.startTicks() == first.startTicks() && !stat.isDead())
        .isPresent();
  }

  @Override
  public String toString() {
    return launch.slot
        + " generation "
        + launch.generation
        + " pid "
        + first.pid()
        + " ("
        + String.join(" ", arguments)
        + ")";
  }
}

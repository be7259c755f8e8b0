package dev.maxdiff.process;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * What the actors of this package work with.
 *
 * @param roster what the sentinel is told of the children
 * @param groups one thread that looks after groups whose leader has exited
 * @param scans threads for whatever reads all of {@code /proc}
 * @param logs keeps the logs of all children small
 * @param sentinel the command of the sentinel; empty = none
 */
record ProcessTools(
    ProcessSettings settings,
    RuntimeMark mark,
    OperatingSystem system,
    LaunchGate gate,
    Roster roster,
    MarkScan scan,
    ChildEnvironment environment,
    ExecutorService groups,
    ExecutorService scans,
    LogKeeper logs,
    List<String> sentinel,
    Path sentinelLog,
    InstantSource clock) {

  /** Ends all threads; nothing can be launched any more. */
  void shutDown() {
    gate.shutDown();
    groups.shutdown();
    scans.shutdown();
    logs.close();
    system.close();
  }
}

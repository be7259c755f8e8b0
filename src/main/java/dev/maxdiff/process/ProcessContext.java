package dev.maxdiff.process;

import dev.maxdiff.process.os.MarkScan;
import dev.maxdiff.process.os.OperatingSystem;
import dev.maxdiff.process.os.RuntimeMark;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * The collaborators that the actors of this package share.
 *
 * @param sentinelFeed sends the living children to the sentinel
 * @param sentinelHealth the state of the sentinel as the runtime shows it
 * @param groups one thread that checks groups whose leader has exited
 * @param scans threads for scans of all of {@code /proc}
 * @param logs limits the logs of all children
 * @param sentinel the command of the sentinel; empty = no sentinel
 * @param sentinelDirectory the working directory of the sentinel; null = that of the runtime
 */
record ProcessContext(
    ProcessSettings settings,
    RuntimeMark mark,
    OperatingSystem system,
    LaunchGate gate,
    SentinelFeed sentinelFeed,
    SentinelHealth sentinelHealth,
    MarkScan scan,
    ChildEnvironment environment,
    ExecutorService groups,
    ExecutorService scans,
    LogKeeper logs,
    List<String> sentinel,
    Path sentinelDirectory,
    Path sentinelLog,
    InstantSource clock) {

  /** Ends all threads; no launch is possible afterwards. */
  void shutDown() {
    gate.shutDown();
    groups.shutdown();
    scans.shutdown();
    logs.close();
    system.close();
  }
}

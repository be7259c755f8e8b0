package dev.maxdiff.supervision;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.process.WatcherRunner;
import dev.maxdiff.state.files.WatcherFiles;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The collaborators of supervision.
 *
 * @param allKeys the hold of all keys by kill-all
 * @param program the watcher program, read at each launch
 * @param logs folder of the watchers' log files
 * @param scratch folder for the state files that foreign programs write
 * @param clock the watchers' time: the exchange's under replay
 * @param nanoTime the monotonic clock, by which failures are counted; in nanoseconds
 * @param random jitters restarts; must be thread-safe
 */
public record SupervisionPorts(
    WatcherRunner runner,
    OrderAdmission orderAdmission,
    OrderAuthority orderAuthority,
    WatcherFiles files,
    AllKeysHold allKeys,
    Consumer<WatcherNotification> listener,
    Supplier<WatcherProgram> program,
    Path logs,
    Path scratch,
    InstantSource clock,
    LongSupplier nanoTime,
    RandomGenerator random) {

  public SupervisionPorts {
    requireNonNull(runner, "runner");
    requireNonNull(orderAdmission, "orderAdmission");
    requireNonNull(orderAuthority, "orderAuthority");
    requireNonNull(files, "files");
    requireNonNull(allKeys, "allKeys");
    requireNonNull(listener, "listener");
    requireNonNull(program, "program");
    requireNonNull(logs, "logs");
    requireNonNull(scratch, "scratch");
    requireNonNull(clock, "clock");
    requireNonNull(nanoTime, "nanoTime");
    requireNonNull(random, "random");
  }
}

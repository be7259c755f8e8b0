package dev.maxdiff.process;

import dev.maxdiff.process.os.DaemonThread;
import dev.maxdiff.state.files.FolderChangeSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps the logs of all watchers below their limit with one thread.
 *
 * <p>The thread waits while the logs' folder does not change. A change measures all logs; for the
 * next 5 s the thread asks the file system for its free space five times a second instead of the
 * size of each log. It measures the logs again when the free space has fallen by a quarter of the
 * limit, and once every housekeeping interval. While a child floods its log, it measures every 20
 * ms.
 */
final class LogKeeper implements AutoCloseable {

  private static final Duration QUIET = Duration.ofMillis(200);
  private static final Duration FLOODED = Duration.ofMillis(20);
  private static final int PARTS_OF_LIMIT = 4;
  private static final long UNKNOWN = Long.MAX_VALUE;

  /**
   * Number of checks between a change and the next alarm: 5 s, so that a watcher that writes once a
   * second sets the alarm every 5 s.
   */
  private static final int CHECKS_AFTER_A_CHANGE = 25;

  private final LogTrimmer trimmer;
  private final long noticed;
  private final Duration housekeeping;
  private final Path folder;
  private final LongSupplier freeSpace;
  private final FolderChangeSignal alarm;
  private final Duration quiet;

  /** Whether each log is in use. A released log is measured once more and removed. */
  private final Map<Path, Boolean> logs = new ConcurrentHashMap<>();

  private final Thread thread = new DaemonThread(this::run, "maxdiff-logs");
  private volatile boolean closed;

  /**
   * The highest free space since the last measurement. Initially unknown: the first check measures,
   * because logs may have grown before it.
   */
  private long freeAtMost = UNKNOWN;

  private long measuredAt = System.nanoTime();

  /** Number of checks since the last change. */
  private int checks;

  /** Whether the alarm was set before the last check. */
  private boolean isSet;

  /**
   * @param folder contains the logs; a log in another folder is measured every housekeeping
   *     interval
   */
  LogKeeper(ProcessSettings settings, Path folder) {
    this(settings, folder, folder.toFile()::getUsableSpace, FolderChangeSignal.open(), QUIET);
  }

  /**
   * @param freeSpace free bytes on the file system of the logs; a constant where the system does
   *     not know
   * @param alarm closed when the thread ends
   * @param quiet pause between two checks while no log is flooded
   */
  LogKeeper(
      ProcessSettings settings,
      Path folder,
      LongSupplier freeSpace,
      FolderChangeSignal alarm,
      Duration quiet) {
    this.trimmer = new LogTrimmer(settings);
    this.noticed = Math.max(1, settings.logLimit() / PARTS_OF_LIMIT);
    this.housekeeping = settings.housekeeping();
    this.folder = folder;
    this.freeSpace = freeSpace;
    this.alarm = alarm;
    this.quiet = quiet;
  }

  void start() {
    thread.start();
  }

  /** Limits the size of the log from now on. */
  void add(Path log) {
    logs.put(log, true);
  }

  /** Stops limiting the log after one more measurement: its writer has ended. */
  void release(Path log) {
    logs.replace(log, false);
  }

  /** Ends the thread; the caller has started it. */
  @Override
  public void close() {
    closed = true;
    alarm.wake();
    LockSupport.unpark(thread);
  }

  private void run() {
    try (alarm) {
      boolean flooded = false;
      while (!closed) {
        boolean due = isDue();
        // a trim raises the free space, which hides later growth: measure again after each trim
        flooded = (due || flooded) && measure();
        pause(flooded);
      }
    }
  }

  /**
   * Waits for the next check. After setting the alarm it checks once more, for growth right before
   * the alarm, and then sleeps until the alarm.
   */
  private void pause(boolean flooded) {
    checks = flooded ? 0 : checks + 1;
    boolean wasSet = isSet;
    isSet = checks > CHECKS_AFTER_A_CHANGE && alarm.set(folder);
    if (!isSet) {
      LockSupport.parkNanos((flooded ? FLOODED : quiet).toNanos());
    } else if (wasSet && alarm.await(housekeeping.minusNanos(System.nanoTime() - measuredAt))) {
      checks = 0;
      freeAtMost = UNKNOWN; // space freed by other programs hides growth of the logs: measure
    }
  }

  private boolean isDue() {
    long free = freeSpace.getAsLong();
    boolean fallen = freeAtMost - free >= noticed;
    boolean due = fallen || System.nanoTime() - measuredAt >= housekeeping.toNanos();
    freeAtMost = due ? free : Math.max(freeAtMost, free);
    return due;
  }

  /** Returns whether any log was above the limit. */
  private boolean measure() {
    measuredAt = System.nanoTime();
    boolean trimmed = false;
    for (Map.Entry<Path, Boolean> log : logs.entrySet()) {
      boolean last = !log.getValue();
      trimmed |= trimmer.trim(log.getKey());
      if (last) {
        logs.remove(log.getKey(), false);
      }
    }
    return trimmed;
  }
}

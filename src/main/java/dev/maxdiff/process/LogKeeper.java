package dev.maxdiff.process;

import dev.maxdiff.state.FolderAlarm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Looks after the logs of all watchers with one thread.
 *
 * <p>While nothing changes in their folder it sleeps. A change has all logs measured, and for a
 * while the file system is asked five times a second for its free space, not for the size of each
 * log: they are measured again when it has fallen by a part of the limit since, and once every
 * housekeeping interval. While a child floods its log they are measured again and again.
 */
final class LogKeeper implements AutoCloseable {

  private static final Duration QUIET = Duration.ofMillis(200);
  private static final Duration FLOODED = Duration.ofMillis(20);
  private static final int PARTS_OF_LIMIT = 4;
  private static final long UNKNOWN = Long.MAX_VALUE;

  /** Enough that watchers which write once a second set the alarm off every five seconds. */
  private static final int LOOKS_AFTER_A_CHANGE = 25;

  private final LogTrimmer trimmer;
  private final long noticed;
  private final Duration housekeeping;
  private final Path folder;
  private final LongSupplier freeSpace;
  private final FolderAlarm alarm;
  private final Duration quiet;

  /** Whether a log is in use; one that is not is looked at once more and forgotten. */
  private final Map<Path, Boolean> logs = new ConcurrentHashMap<>();

  private final Thread thread = new DaemonThread(this::run, "maxdiff-logs");
  private volatile boolean closed;

  /** Nothing is known yet: so the first look measures, whatever was written before it. */
  private long freeAtMost = UNKNOWN;

  private long measuredAt = System.nanoTime();

  /** Since the last change. */
  private int looks;

  /** Whether the alarm was set before the last look. */
  private boolean isSet;

  /**
   * @param folder where all logs are; one elsewhere is measured every housekeeping interval
   */
  LogKeeper(ProcessSettings settings, Path folder) {
    this(settings, folder, folder.toFile()::getUsableSpace, FolderAlarm.open(), QUIET);
  }

  /**
   * @param freeSpace bytes on the file system of the logs; where that is not known always the same
   * @param alarm closed in the end
   * @param quiet pause between two looks while there is no flood
   */
  LogKeeper(
      ProcessSettings settings,
      Path folder,
      LongSupplier freeSpace,
      FolderAlarm alarm,
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

  /** From now on the log is kept small. */
  void add(Path log) {
    logs.put(log, true);
  }

  /** Nothing writes to the log any more. */
  void release(Path log) {
    logs.replace(log, false);
  }

  /** To be called once it is started. */
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
        // what a trim frees hides what is written right after it: so look again, free space or not
        flooded = (due || flooded) && measure();
        pause(flooded);
      }
    }
  }

  /** Once the alarm is set it looks again, for what was written right before, and then sleeps. */
  private void pause(boolean flooded) {
    looks = flooded ? 0 : looks + 1;
    boolean wasSet = isSet;
    isSet = looks > LOOKS_AFTER_A_CHANGE && alarm.set(folder);
    if (!isSet) {
      LockSupport.parkNanos((flooded ? FLOODED : quiet).toNanos());
    } else if (wasSet && alarm.await(housekeeping.minusNanos(System.nanoTime() - measuredAt))) {
      looks = 0;
      freeAtMost = UNKNOWN; // what others freed meanwhile hides what was written: so measure
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

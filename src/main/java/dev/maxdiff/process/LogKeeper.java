package dev.maxdiff.process;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Looks after the logs of all watchers with one thread.
 *
 * <p>Quiet children cost it one question to the file system, not one for each log: all logs are
 * measured when the free space has fallen by a part of the limit since they were last measured, and
 * once every housekeeping interval. While a child floods its log they are measured again and again.
 */
final class LogKeeper implements AutoCloseable {

  private static final Duration QUIET = Duration.ofMillis(200);
  private static final Duration FLOODED = Duration.ofMillis(20);
  private static final int PARTS_OF_LIMIT = 4;

  private final LogTrimmer trimmer;
  private final long noticed;
  private final long housekeepingNanos;
  private final LongSupplier freeSpace;

  /** Whether a log is in use; one that is not is looked at once more and forgotten. */
  private final Map<Path, Boolean> logs = new ConcurrentHashMap<>();

  private final Thread thread = new DaemonThread(this::run, "maxdiff-logs");
  private volatile boolean closed;

  /** Nothing is known yet: so the first look measures, whatever was written before it. */
  private long freeAtMost = Long.MAX_VALUE;

  private long measuredAt = System.nanoTime();

  /**
   * @param place a file, in a directory on the file system that all logs are on
   */
  LogKeeper(ProcessSettings settings, Path place) {
    this(settings, new FreeSpace(place.toAbsolutePath().getParent()));
  }

  /**
   * @param freeSpace bytes on the file system that all logs are on
   */
  LogKeeper(ProcessSettings settings, LongSupplier freeSpace) {
    this.trimmer = new LogTrimmer(settings);
    this.noticed = Math.max(1, settings.logLimit() / PARTS_OF_LIMIT);
    this.housekeepingNanos = settings.housekeeping().toNanos();
    this.freeSpace = freeSpace;
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

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    boolean flooded = false;
    while (!closed) {
      boolean due = isDue();
      // what a trim frees hides what is written right after it: so look again, free space or not
      flooded = !logs.isEmpty() && (due || flooded) && measure();
      LockSupport.parkNanos((flooded ? FLOODED : QUIET).toNanos());
    }
  }

  private boolean isDue() {
    long free = freeSpace.getAsLong();
    boolean fallen = freeAtMost - free >= noticed;
    boolean due = fallen || System.nanoTime() - measuredAt >= housekeepingNanos;
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

  /** Of one folder's file system; confined to the thread. */
  private static final class FreeSpace implements LongSupplier {

    private final Path folder;
    private FileStore store;

    FreeSpace(Path folder) {
      this.folder = folder;
    }

    /** Nothing where that cannot be said, and then the interval alone decides. */
    @Override
    public long getAsLong() {
      try {
        if (store == null) {
          store = Files.getFileStore(folder);
        }
        return store.getUsableSpace();
      } catch (IOException e) {
        return 0;
      }
    }
  }
}

package dev.maxdiff.state.files;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StateJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds what foreign watchers write about themselves into the watcher files. Each has a file of its
 * own ({@code --config-path}), so that the runtime stays the only writer of the real ones.
 *
 * <p>One thread reads them, a second after something has changed in the folder: whoever writes has
 * time to end, and whoever writes all the time is read once a second. It sleeps while nothing
 * changes, and there is none before the first file is followed.
 */
final class ScratchFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScratchFiles.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A file system that was mounted over the folder is noticed by nothing else. */
  private static final Duration SLEEP = Duration.ofMinutes(1);

  private static final long MAX_BYTES = 65_536;

  private record Scratch(long generation, Path file, FileTime seen) {
    Scratch seen(FileTime changed) {
      return new Scratch(generation, file, changed);
    }
  }

  /** Takes a report; false when it is no longer wanted. */
  interface Target {
    boolean report(SlotId slot, long generation, Map<String, ?> fields);
  }

  private final Path folder;
  private final Target target;
  private final FolderListing listed;
  private final ConcurrentMap<SlotId, Scratch> followed = new ConcurrentHashMap<>();
  private final Queue<Path> outdated = new ConcurrentLinkedQueue<>();
  private FolderChangeSignal alarm;
  private Thread reader;
  private volatile boolean closed;

  /**
   * @param folder of all files that are followed
   */
  ScratchFiles(Path folder, Target target) {
    this.folder = folder;
    this.target = target;
    this.listed = new FolderListing(folder);
  }

  /** From now on {@code file} speaks for this generation, and the one before is deleted. */
  synchronized void follow(SlotId slot, long generation, Path file) {
    Scratch before = followed.put(slot, new Scratch(generation, file, FileTime.fromMillis(0)));
    if (reader == null) {
      startReader();
    }
    if (before != null) {
      outdated.add(before.file);
      alarm.wake();
    }
  }

  private void startReader() {
    alarm = FolderChangeSignal.open();
    reader = new Thread(this::run, "scratch-files");
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (reader != null) {
      alarm.wake();
      LockSupport.unpark(reader);
    }
  }

  private void run() {
    try (FolderChangeSignal own = alarm) {
      while (!closed) {
        boolean isTold = own.set(folder); // before the look: what comes while it looks goes off
        readAll();
        if (isTold) {
          own.await(SLEEP);
        }
        deleteOutdated();
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void deleteOutdated() {
    for (Path file = outdated.poll(); file != null; file = outdated.poll()) {
      delete(file);
    }
  }

  /** The folder is looked at: a watcher that writes nothing costs nothing. */
  private void readAll() {
    listed.look();
    if (listed.isEmpty()) {
      return;
    }
    followed.forEach(
        (slot, scratch) -> {
          if (listed.holds(scratch.file.getFileName().toString())) {
            read(slot, scratch);
          }
        });
  }

  private void read(SlotId slot, Scratch scratch) {
    try {
      if (!Files.isRegularFile(scratch.file)) {
        return;
      }
      FileTime changed = Files.getLastModifiedTime(scratch.file);
      if (changed.equals(scratch.seen) || !followed.replace(slot, scratch, scratch.seen(changed))) {
        return;
      }
      if (Files.size(scratch.file) > MAX_BYTES) {
        throw new StateException(scratch.file + ": too long (expected: at most 64 KiB)");
      }
      StateJson.read(scratch.file, Map.class).ifPresent(fields -> report(slot, scratch, fields));
    } catch (IOException | StateException | InvalidValueException e) {
      LOG.warn("{}: report of its watcher left out: {}", slot, e.getMessage());
    }
  }

  private void report(SlotId slot, Scratch scratch, Map<?, ?> fields) {
    Map<String, Object> named = new java.util.TreeMap<>();
    fields.forEach((field, value) -> named.put(String.valueOf(field), value));
    target.report(slot, scratch.generation, named);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{}: cannot be deleted: {}", file, e.toString());
    }
  }
}

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
 * Merges the state files of foreign watchers into the watcher files. Each foreign watcher writes a
 * file of its own ({@code --config-path}), so the runtime stays the only writer of the watcher
 * files.
 *
 * <p>One thread reads the files, one second after a change in the folder: a writer has time to
 * finish, and a file that changes all the time is read once a second. The thread waits while the
 * folder does not change. It starts with the first followed file.
 */
final class ScratchFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScratchFiles.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /**
   * Limit of a wait for a change: inotify does not report a file system that is mounted over the
   * folder.
   */
  private static final Duration MAX_WAIT = Duration.ofMinutes(1);

  private static final long MAX_BYTES = 65_536;

  private record Scratch(long generation, Path file, FileTime seen) {
    Scratch seen(FileTime changed) {
      return new Scratch(generation, file, changed);
    }
  }

  /** Receives the reports. */
  interface Target {
    /** Returns false when the generation does not run any more. */
    boolean report(SlotId slot, long generation, Map<String, ?> fields);
  }

  private final Path folder;
  private final Target target;
  private final FolderListing listed;
  private final ConcurrentMap<SlotId, Scratch> followed = new ConcurrentHashMap<>();
  private final Queue<Path> outdated = new ConcurrentLinkedQueue<>();
  private FolderChangeSignal signal;
  private Thread reader;
  private volatile boolean closed;

  /**
   * @param folder the folder of all followed files
   */
  ScratchFiles(Path folder, Target target) {
    this.folder = folder;
    this.target = target;
    this.listed = new FolderListing(folder);
  }

  /** Follows {@code file} as the state of this generation; the slot's earlier file is deleted. */
  synchronized void follow(SlotId slot, long generation, Path file) {
    Scratch before = followed.put(slot, new Scratch(generation, file, FileTime.fromMillis(0)));
    if (reader == null) {
      startReader();
    }
    if (before != null) {
      outdated.add(before.file);
      signal.wake();
    }
  }

  private void startReader() {
    signal = FolderChangeSignal.open();
    reader = new Thread(this::run, "scratch-files");
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (reader != null) {
      signal.wake();
      LockSupport.unpark(reader);
    }
  }

  private void run() {
    try (FolderChangeSignal own = signal) {
      while (!closed) {
        boolean isSet = own.set(folder); // before the reading: a later change is signalled
        readAll();
        if (isSet) {
          own.await(MAX_WAIT);
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

  /** Reads the followed files that the folder lists: a watcher without a file costs nothing. */
  private void readAll() {
    listed.refresh();
    if (listed.isEmpty()) {
      return;
    }
    followed.forEach(
        (slot, scratch) -> {
          if (listed.contains(scratch.file.getFileName().toString())) {
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
        throw new StateException(scratch.file + ": longer than 64 KiB (expected: at most 64 KiB)");
      }
      StateJson.read(scratch.file, Map.class).ifPresent(fields -> report(slot, scratch, fields));
    } catch (IOException | StateException | InvalidValueException e) {
      LOG.warn("{}: the watcher's report is ignored: {}", slot, e.getMessage());
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

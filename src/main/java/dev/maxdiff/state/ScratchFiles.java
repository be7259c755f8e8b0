package dev.maxdiff.state;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.SlotId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds what foreign watchers write about themselves into the watcher files. Each has a file of its
 * own ({@code --config-path}), so that the runtime stays the only writer of the real ones.
 *
 * <p>Files are looked at once a second on one thread, and only while there are any.
 */
final class ScratchFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScratchFiles.class);
  private static final long PERIOD_MILLIS = 1000;
  private static final long MAX_BYTES = 65_536;

  private record Scratch(long generation, Path file, ListedFolder folder, FileTime seen) {

    boolean exists() {
      return folder.holds(file.getFileName().toString());
    }

    Scratch seen(FileTime changed) {
      return new Scratch(generation, file, folder, changed);
    }
  }

  /** Takes a report; false when it is no longer wanted. */
  interface Target {
    boolean report(SlotId slot, long generation, Map<String, ?> fields);
  }

  private final Target target;
  private final ConcurrentMap<SlotId, Scratch> followed = new ConcurrentHashMap<>();
  private final ConcurrentMap<Path, ListedFolder> folders = new ConcurrentHashMap<>();
  private ScheduledExecutorService reader;

  ScratchFiles(Target target) {
    this.target = target;
  }

  /** From now on {@code file} speaks for this generation, and the one before is deleted. */
  synchronized void follow(SlotId slot, long generation, Path file) {
    ListedFolder folder =
        folders.computeIfAbsent(file.toAbsolutePath().getParent(), ListedFolder::new);
    Scratch before =
        followed.put(slot, new Scratch(generation, file, folder, FileTime.fromMillis(0)));
    if (reader == null) {
      reader =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "scratch-files");
                thread.setDaemon(true);
                return thread;
              });
      reader.scheduleWithFixedDelay(
          this::readAll, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (before != null) {
      reader.execute(() -> delete(before.file));
    }
  }

  @Override
  public synchronized void close() {
    if (reader != null) {
      reader.shutdownNow();
    }
  }

  /** Folders are looked at: a watcher that writes nothing costs nothing. */
  private void readAll() {
    folders.values().forEach(ListedFolder::look);
    if (folders.values().stream().allMatch(ListedFolder::isEmpty)) {
      return;
    }
    followed.forEach(
        (slot, scratch) -> {
          if (scratch.exists()) {
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

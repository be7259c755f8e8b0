package dev.maxdiff.state.files;

import dev.maxdiff.state.AtomicFiles;
import dev.maxdiff.state.StateJson;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files on one thread of its own: however often a file is marked while others are written,
 * it is written once, with its newest content. Files that could not be written are tried again.
 */
final class FileWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileWriter.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final Duration pause;
  private final Function<String, Optional<WatcherFile>> content;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<String> dirty = new LinkedHashSet<>();
  private final Thread thread;
  private int writing;
  private boolean flushing;
  private boolean hurried;
  private boolean closed;
  private String lastFailure = "";

  /**
   * @param content the newest content of a file; empty = it shall be deleted
   */
  FileWriter(Path folder, Duration pause, Function<String, Optional<WatcherFile>> content) {
    this.folder = folder;
    this.pause = pause;
    this.content = content;
    this.thread = new Thread(this::run, "watcher-files");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns at once; the file is written within the pause. */
  void mark(String name) {
    lock.lock();
    try {
      boolean asleep = dirty.isEmpty();
      if (dirty.add(name) && asleep) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on files are written as soon as they are marked. */
  void hurry() {
    lock.lock();
    try {
      hurried = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when everything marked so far is written, or has been tried for ten seconds. */
  boolean flush() throws InterruptedException {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      flushing = true;
      changed.signalAll();
      while (!dirty.isEmpty() || writing > 0) {
        if (left <= 0 || !thread.isAlive()) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      flushing = false;
      lock.unlock();
    }
  }

  @Override
  public void close() {
    try {
      flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.lock();
      closed = true;
      changed.signalAll();
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (List<String> names = take(); !names.isEmpty(); names = take()) {
        settle(names.stream().filter(name -> !written(name)).toList());
      }
    } catch (InterruptedException e) {
      LOG.warn("watcher files: the writer was interrupted, changes are not written any more");
    }
  }

  private List<String> take() throws InterruptedException {
    lock.lock();
    try {
      while (dirty.isEmpty() && !closed) {
        changed.await();
      }
      boolean failing = !lastFailure.isEmpty();
      long left = (failing ? RETRY : pause).toNanos();
      while (left > 0 && !closed && (failing || !flushing && !hurried)) {
        left = changed.awaitNanos(left);
      }
      if (closed) {
        return List.of();
      }
      List<String> names = new ArrayList<>(dirty);
      dirty.clear();
      writing = names.size();
      return names;
    } finally {
      lock.unlock();
    }
  }

  private void settle(List<String> failed) {
    lock.lock();
    try {
      dirty.addAll(failed);
      writing = 0;
      if (failed.isEmpty()) {
        lastFailure = "";
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean written(String name) {
    Path file = folder.resolve(name);
    try {
      Optional<WatcherFile> newest = content.apply(name);
      if (newest.isPresent()) {
        AtomicFiles.write(file, StateJson.bytes(newest.get().fields()));
      } else {
        Files.deleteIfExists(file);
      }
      return true;
    } catch (IOException e) {
      complainOnce(file, e);
      return false;
    }
  }

  /** Once per cause: the temporary file in the words is another one each time. */
  private void complainOnce(Path file, IOException e) {
    String failure = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
    failure = e.getClass().getSimpleName() + ": " + failure;
    if (!failure.equals(lastFailure)) {
      LOG.warn("{}: {} (expected: a writable folder); trying again each second", file, failure);
    }
    lastFailure = failure;
  }
}

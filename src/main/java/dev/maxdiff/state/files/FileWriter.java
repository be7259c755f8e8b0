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
 * Writes watcher files on its own thread. Several marks of a file before its turn lead to one
 * write, with the newest content. A failed write is repeated each second.
 */
final class FileWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileWriter.class);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(10);

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
   * @param content returns the newest content of a file; empty = the file is deleted
   */
  FileWriter(Path folder, Duration pause, Function<String, Optional<WatcherFile>> content) {
    this.folder = folder;
    this.pause = pause;
    this.content = content;
    this.thread = new Thread(this::run, "watcher-files");
    thread.setDaemon(true);
    thread.start();
  }

  /** Marks a file to be written. Returns at once; the write follows within the pause. */
  void mark(String name) {
    lock.lock();
    try {
      boolean idle = dirty.isEmpty();
      if (dirty.add(name) && idle) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Drops the pause: from now on a marked file is written as soon as possible. */
  void hurry() {
    lock.lock();
    try {
      hurried = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Blocks until every marked file is written, at most 10 s.
   *
   * @return false when a marked file is not written
   */
  boolean flush() throws InterruptedException {
    lock.lock();
    try {
      long left = FLUSH_TIMEOUT.toNanos();
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
        finish(names.stream().filter(name -> !written(name)).toList());
      }
    } catch (InterruptedException e) {
      LOG.warn("watcher files: the writer was interrupted, later changes are not written");
    }
  }

  private List<String> take() throws InterruptedException {
    lock.lock();
    try {
      while (dirty.isEmpty() && !closed) {
        changed.await();
      }
      boolean failing = !lastFailure.isEmpty();
      long left = (failing ? RETRY_PAUSE : pause).toNanos();
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

  private void finish(List<String> failed) {
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
      warnOnce(file, e);
      return false;
    }
  }

  /**
   * Logs each cause once. The comparison leaves out the message, which names a random temporary
   * file.
   */
  private void warnOnce(Path file, IOException e) {
    String failure = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
    failure = e.getClass().getSimpleName() + ": " + failure;
    if (!failure.equals(lastFailure)) {
      LOG.warn("{}: {} (expected: a writable folder); trying again each second", file, failure);
    }
    lastFailure = failure;
  }
}

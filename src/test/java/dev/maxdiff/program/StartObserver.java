package dev.maxdiff.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Scans {@code /proc} continuously and records every watcher with the clock tick of its start. */
final class StartObserver implements AutoCloseable {

  private static final int START_FIELD = 19; // of stat, counted behind the command's name
  private static final int TICKS_PER_SECOND = 100;

  private final Map<MarkedProcesses.Marked, Long> starts = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  private StartObserver(Sandbox sandbox) {
    thread = new Thread(() -> observe(sandbox), "start-observer");
    thread.setDaemon(true);
    thread.start();
  }

  static StartObserver of(Sandbox sandbox) {
    return new StartObserver(sandbox);
  }

  /** The watchers observed so far, with the ticks from boot to their start. */
  Map<MarkedProcesses.Marked, Long> starts() {
    return Map.copyOf(starts);
  }

  /** The present time in clock ticks since boot. */
  static long now() {
    try {
      String uptime = Files.readString(Path.of("/proc/uptime"));
      double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
      return (long) (seconds * TICKS_PER_SECOND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void observe(Sandbox sandbox) {
    while (!closed) {
      sandbox.watchers().stream()
          .filter(watcher -> !starts.containsKey(watcher))
          .forEach(watcher -> starts.put(watcher, startOf(watcher.pid())));
    }
  }

  private static long startOf(int pid) {
    try {
      Path file = Path.of("/proc", Integer.toString(pid), "stat");
      String stat = Files.readString(file, StandardCharsets.ISO_8859_1);
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START_FIELD]);
    } catch (IOException e) {
      return 0; // ended meanwhile
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

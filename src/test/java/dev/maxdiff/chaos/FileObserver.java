package dev.maxdiff.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.program.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Reads the watcher files continuously (P9). Each file must be valid JSON; while the runtime is up,
 * no file may name a process that does not run.
 */
final class FileObserver implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The promise is 2 s; the machine may be busy. */
  private static final Duration STALE_PID = Duration.ofSeconds(8);

  private static final long PAUSE_MILLIS = 200;

  private final Path folder;
  private final Violations violations;
  private final Map<String, Long> staleSince = new HashMap<>();
  private final Thread thread = new Thread(this::run, "file-observer");
  private volatile boolean runtimeUp;
  private volatile boolean closed;
  private int readings;

  FileObserver(Path folder, Violations violations) {
    this.folder = folder;
    this.violations = violations;
    thread.setDaemon(true);
    thread.start();
  }

  void setRuntimeUp(boolean up) {
    runtimeUp = up;
  }

  private void run() {
    try {
      while (!closed) {
        readAll();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // between two readings
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readAll() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".json")).toList();
      if (!runtimeUp) {
        staleSince.clear();
      }
      all.forEach(this::read);
    } catch (IOException e) {
      violations.add("P9", folder + " cannot be listed: " + e);
    }
  }

  private void read(Path path) {
    String name = path.getFileName().toString();
    try {
      JsonNode file = JSON.readTree(Files.readAllBytes(path));
      readings++;
      if (!isStale(file)) {
        staleSince.remove(name);
        return;
      }
      long now = System.nanoTime();
      long since = staleSince.computeIfAbsent(name, key -> now);
      if (runtimeUp && now - since > STALE_PID.toNanos()) {
        staleSince.put(name, Long.MAX_VALUE / 2); // reported once
        violations.add("P9", name + " names pid " + file.path("pid") + ", which does not run");
      }
    } catch (IOException e) {
      if (Files.exists(path)) {
        violations.add("P9", name + " is no valid JSON: " + e.getMessage());
      }
    }
  }

  private static boolean isStale(JsonNode file) {
    int pid = file.path("pid").asInt();
    return file.path("active").asBoolean()
        && pid > 0
        && ProcessTable.stat(pid).filter(stat -> !stat.isDead()).isEmpty();
  }

  /** Names of the files with {@code active = true}. */
  List<String> active() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(FileObserver::isActive)
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }

  private static boolean isActive(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file)).path("active").asBoolean();
    } catch (IOException e) {
      return false; // the thread reports it
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

  @Override
  public String toString() {
    return readings + " readings of watcher files";
  }
}

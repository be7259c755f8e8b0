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
 * Reads the watcher files again and again (P9): always valid JSON, and while the runtime is awake
 * none that claims a process which does not run.
 */
final class FileObserver implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** DESIGN says 2 s; the machine may be busy. */
  private static final Duration FALSE_CLAIM = Duration.ofSeconds(8);

  private static final long PAUSE_MILLIS = 200;

  private final Path folder;
  private final Violations violations;
  private final Map<String, Long> falseSince = new HashMap<>();
  private final Thread thread = new Thread(this::run, "file-observer");
  private volatile boolean awake;
  private volatile boolean closed;
  private int readings;

  FileObserver(Path folder, Violations violations) {
    this.folder = folder;
    this.violations = violations;
    thread.setDaemon(true);
    thread.start();
  }

  void awake(boolean isAwake) {
    awake = isAwake;
  }

  private void run() {
    try {
      while (!closed) {
        look();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // between two looks
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".json")).toList();
      if (!awake) {
        falseSince.clear();
      }
      all.forEach(this::look);
    } catch (IOException e) {
      violations.add("P9", folder + " cannot be listed: " + e);
    }
  }

  private void look(Path path) {
    String name = path.getFileName().toString();
    try {
      JsonNode file = JSON.readTree(Files.readAllBytes(path));
      readings++;
      if (!claimsFalsely(file)) {
        falseSince.remove(name);
        return;
      }
      long now = System.nanoTime();
      long since = falseSince.computeIfAbsent(name, key -> now);
      if (awake && now - since > FALSE_CLAIM.toNanos()) {
        falseSince.put(name, Long.MAX_VALUE / 2); // told once
        violations.add("P9", name + " claims pid " + file.path("pid") + ", which does not run");
      }
    } catch (IOException e) {
      if (Files.exists(path)) {
        violations.add("P9", name + " is no valid JSON: " + e.getMessage());
      }
    }
  }

  private static boolean claimsFalsely(JsonNode file) {
    int pid = file.path("pid").asInt();
    return file.path("active").asBoolean()
        && pid > 0
        && ProcessTable.stat(pid).filter(stat -> !stat.isDead()).isEmpty();
  }

  /** Names of files that claim to be active. */
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
      return false; // told by the thread
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

package dev.maxdiff.app;

import com.typesafe.config.Config;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.DirectoryLock;
import dev.maxdiff.state.OwnedElsewhereException;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.journal.JournalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Checks the machine and the state directory for a runtime; leaves both unchanged. */
final class DoctorChecks {

  private static final int OLDEST_JDK = 17;
  private static final int SECONDS_TO_SPAWN = 10;

  private final Config config;
  private final Consumer<String> output;
  private boolean passed = true;

  DoctorChecks(Config config, Consumer<String> output) {
    this.config = config;
    this.output = output;
  }

  boolean run() {
    int java = Runtime.version().feature();
    report(java >= OLDEST_JDK, "JDK: " + Runtime.version(), "17 or newer");
    report(
        Files.isReadable(Path.of("/proc/self/stat")),
        "/proc: identifies the watchers of this runtime",
        "a mounted /proc; without it the watchers of a killed runtime only end by themselves");
    report(
        spawns(), "spawn: a Java process starts and ends", "a free process slot; see 'ulimit -u'");
    StateSettings settings = StateSettings.from(config);
    directory(Path.of(config.getString("maxdiff.state.root")).toAbsolutePath());
    for (Venue venue : Venue.values()) {
      venue(settings, venue);
    }
    return passed;
  }

  private void report(boolean passes, String finding, String expected) {
    passed &= passes;
    output.accept(
        RunDoctor.line(passes, passes ? finding : finding + " (expected: " + expected + ")"));
  }

  private static boolean spawns() {
    try {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      Process process =
          new ProcessBuilder(java, "-version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(SECONDS_TO_SPAWN, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Checks the state directory, or its nearest existing parent. */
  private void directory(Path root) {
    Path existing = root;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    boolean writable =
        existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
    String finding = "state directory: " + root + (Files.exists(root) ? "" : " (not created yet)");
    report(writable, finding, existing + " to be a writable folder");
  }

  /** Checks the format of the venue's journal, then its lock. */
  private void venue(StateSettings settings, Venue venue) {
    try {
      Optional<StateDirectory> directory = StateDirectory.find(settings, venue);
      if (directory.isPresent() && isReadable(directory.get(), settings)) {
        lock(directory.get());
      }
    } catch (StateException e) {
      report(false, venue + ": " + e.getMessage(), "a lock that this user can acquire");
    }
  }

  private boolean isReadable(StateDirectory directory, StateSettings settings) {
    try {
      JournalStore.of(directory, settings).requireReadable();
      return true;
    } catch (StateException e) {
      passed = false; // the message has its own expectation
      output.accept(RunDoctor.line(false, directory.venue() + ": " + e.getMessage()));
      return false;
    }
  }

  /** The lock of a living runtime passes. */
  private void lock(StateDirectory directory) {
    try {
      DirectoryLock.acquire(directory).close();
      report(true, directory.venue() + ": no runtime owns it", "");
    } catch (OwnedElsewhereException e) {
      report(true, directory.venue() + ": " + e.getMessage(), "");
    }
  }
}

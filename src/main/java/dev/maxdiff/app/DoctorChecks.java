package dev.maxdiff.app;

import com.typesafe.config.Config;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.DirectoryLock;
import dev.maxdiff.state.OwnedElsewhereException;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a runtime needs of its machine and its state directory; nothing is left changed. */
final class DoctorChecks {

  private static final int OLDEST_JDK = 17;
  private static final int SECONDS_TO_SPAWN = 10;

  private final Config config;
  private final Consumer<String> say;
  private boolean good = true;

  DoctorChecks(Config config, Consumer<String> say) {
    this.config = config;
    this.say = say;
  }

  boolean run() {
    int java = Runtime.version().feature();
    tell(java >= OLDEST_JDK, "JDK: " + Runtime.version(), "17 or newer");
    tell(
        Files.isReadable(Path.of("/proc/self/stat")),
        "/proc: by which a watcher is proven to be ours",
        "a mounted /proc; without one a killed runtime's watchers end by themselves only");
    tell(spawns(), "spawn: a Java process starts and ends", "room for one; see 'ulimit -u'");
    StateSettings settings = StateSettings.from(config);
    directory(Path.of(config.getString("maxdiff.state.root")).toAbsolutePath());
    for (Venue venue : Venue.values()) {
      lock(settings, venue);
    }
    return good;
  }

  private void tell(boolean fine, String words, String expected) {
    good &= fine;
    say.accept(RunDoctor.line(fine, fine ? words : words + " (expected: " + expected + ")"));
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

  /** The state directory, or the nearest folder above it that there is. */
  private void directory(Path root) {
    Path there = root;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    boolean writable = there != null && Files.isDirectory(there) && Files.isWritable(there);
    String words = "state directory: " + root + (Files.exists(root) ? "" : " (not there yet)");
    tell(writable, words, there + " to be a folder that you may write to");
  }

  /** Held by a runtime that lives is as good as free. */
  private void lock(StateSettings settings, Venue venue) {
    try {
      Optional<StateDirectory> directory = StateDirectory.find(settings, venue);
      if (directory.isPresent()) {
        DirectoryLock.acquire(directory.get()).close();
        tell(true, venue + ": no runtime owns it", "");
      }
    } catch (OwnedElsewhereException e) {
      tell(true, venue + ": " + e.getMessage(), "");
    } catch (StateException e) {
      tell(false, venue + ": " + e.getMessage(), "a lock that can be taken");
    }
  }
}

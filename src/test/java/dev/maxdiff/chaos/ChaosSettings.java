package dev.maxdiff.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The settings of the programs in a run. */
final class ChaosSettings {

  static final Duration SENTINEL_TIMEOUT = Duration.ofSeconds(5);

  private ChaosSettings() {}

  static Path exchange(Path folder) {
    return write(
        folder.resolve("exchange.conf"),
        List.of("maxdiff.exchange.warm-up = 1m", "maxdiff.exchange.starting-cash = \"30000\""));
  }

  /**
   * @param seed decides the watchers' faults; with an odd seed every write reaches the disk, which
   *     takes long enough for a runtime fault between an acknowledgement and the next write
   */
  static Path runtime(Path folder, URI broker, long seed) {
    return write(
        folder.resolve("runtime.conf"),
        List.of(
            "maxdiff.alpaca { paper-url = \"" + broker + "\", data-url = \"" + broker + "\" }",
            "maxdiff.alpaca { answer-timeout = 1s, get-first-pause = 100ms }",
            // this broker is local and has no request limit
            "maxdiff.execution.reads.alpaca { per-minute = 0, shortest = 200ms, longest = 200ms, market = 200ms }",
            "maxdiff.watcher.command = " + watcher(seed),
            "maxdiff.process.sentinel { heartbeat = 500ms, timeout = 5s }",
            "maxdiff.supervision { min-backoff = 200ms, max-backoff = 2s, healthy-after = 3s }",
            "maxdiff.control.broker-patience = 1s",
            "maxdiff.state.durability = " + (seed % 2 == 0 ? "process" : "power-loss")));
  }

  /** The interpreter itself: {@code python3} may be a script that starts the interpreter slowly. */
  private static String watcher(long seed) {
    return "[\"%s\", \"-S\", \"-E\", \"%s\", \"%d\"]".formatted(python(), script(), seed);
  }

  private static Path script() {
    return Path.of(
        URI.create(ChaosSettings.class.getResource("/chaos/watcher.py").toString()).getPath());
  }

  private static String python() {
    try {
      Process python =
          new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
      return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("python3 is needed for the watchers of the run", e);
    }
  }

  private static Path write(Path file, List<String> lines) {
    try {
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

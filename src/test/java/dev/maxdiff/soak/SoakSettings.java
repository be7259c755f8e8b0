package dev.maxdiff.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The settings of the programs in a soak. */
final class SoakSettings {

  private SoakSettings() {}

  static Path exchange(Path folder) {
    return write(
        folder.resolve("exchange.conf"),
        List.of("maxdiff.exchange.warm-up = 1m", "maxdiff.exchange.starting-cash = \"300000\""));
  }

  /** One request in twenty fails; orders fail more often and with worse faults. */
  static Path faults(Path folder, long seed) {
    return write(
        folder.resolve("faults.conf"),
        List.of(
            "seed = " + seed,
            "faults = [",
            "  {what = drop-answer, method = POST, path = \"/v2/orders\", probability = 0.05}",
            // longer than the runtime's answer-timeout: the order arrives after the time-out
            "  {what = delay, by = 2s, method = POST, path = \"/v2/orders\", probability = 0.05}",
            "  {what = drop-answer, method = DELETE, probability = 0.05}",
            "  {what = malformed, path = \"/v2/positions\", probability = 0.02}",
            "  {what = cut, method = GET, path = \"/v2/orders*\", probability = 0.02}",
            "  {what = error, status = 429, retry-after = 1s, probability = 0.005}",
            "  {what = error, status = 500, probability = 0.02}",
            "  {what = close, probability = 0.02}",
            "  {what = reject, probability = 0.03}",
            "]"));
  }

  static Path runtime(Path folder, URI broker) {
    return write(
        folder.resolve("runtime.conf"),
        List.of(
            "maxdiff.alpaca { paper-url = \"" + broker + "\", data-url = \"" + broker + "\" }",
            "maxdiff.alpaca { answer-timeout = 1s, get-first-pause = 50ms }",
            // this broker is local and has no request limit
            "maxdiff.execution.reads.alpaca { per-minute = 0, shortest = 200ms, longest = 200ms, market = 200ms }",
            // watchers poll every 2 s here, not every 45 s
            "maxdiff.execution.reads.alpaca { per-minute = 0, look = 1s }"));
  }

  private static Path write(Path file, List<String> lines) {
    try {
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

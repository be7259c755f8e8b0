package dev.maxdiff.process;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.SlotId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One attempt to run a watcher.
 *
 * @param generation number of the attempt; a higher number is newer, and only the newest of a slot
 *     is launched
 * @param command program and arguments; no shell interprets them
 * @param environment added to the inherited environment, from which {@code MAXDIFF_*} and broker
 *     keys are removed; the launcher adds the mark (DESIGN 4.3)
 * @param log where standard output and error are appended
 * @param directory the working directory; null = that of the runtime
 */
public record Launch(
    SlotId slot,
    long generation,
    List<String> command,
    Map<String, String> environment,
    Path log,
    Path directory) {

  /** A launch in the working directory of the runtime. */
  public Launch(
      SlotId slot,
      long generation,
      List<String> command,
      Map<String, String> environment,
      Path log) {
    this(slot, generation, command, environment, log, null);
  }

  public Launch {
    requireNonNull(slot, "slot");
    requireNonNull(log, "log");
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command: [] (expected: at least the program)");
    }
  }
}

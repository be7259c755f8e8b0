package dev.maxdiff.supervision;

import java.nio.file.Path;
import java.util.List;

/**
 * The program that runs as a watcher.
 *
 * @param command program and leading arguments; the arguments of CONTRACT section 4 follow
 * @param bundled whether it is the bundled child, which accepts more than CONTRACT section 4
 * @param directory the working directory; null = that of the runtime
 */
public record WatcherProgram(List<String> command, boolean bundled, Path directory) {
  public WatcherProgram {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command: [] (expected: at least the program)");
    }
  }
}

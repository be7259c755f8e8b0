package dev.maxdiff.supervision;

import java.util.List;

/**
 * What runs as a watcher.
 *
 * @param command program and leading arguments, to which those of CONTRACT section 4 are appended
 * @param bundled whether it is our own child, which understands more than CONTRACT section 4
 */
public record WatcherProgram(List<String> command, boolean bundled) {
  public WatcherProgram {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command: [] (expected: at least the program)");
    }
  }
}

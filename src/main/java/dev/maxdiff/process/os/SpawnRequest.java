package dev.maxdiff.process.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param environment the complete environment; nothing is inherited
 * @param log where standard output and error are appended
 * @param pipe whether standard input is a pipe that {@link OwnProcess#write} writes to, and
 *     standard output one that {@link OwnProcess#answers} reads; otherwise input is {@code
 *     /dev/null}
 * @param directory the working directory; null = that of this process
 */
public record SpawnRequest(
    List<String> command, Map<String, String> environment, Path log, boolean pipe, Path directory) {

  /** A process in the working directory of this process. */
  public SpawnRequest(
      List<String> command, Map<String, String> environment, Path log, boolean pipe) {
    this(command, environment, log, pipe, null);
  }

  public SpawnRequest {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /**
   * Checks program and log before the spawn, for a message that names the cause; the system says
   * "No such file or directory" for each of them.
   *
   * @return the program's path
   * @throws SpawnRefusedException when the program is missing or the log cannot be written
   */
  Path check() throws SpawnRefusedException {
    Path program = program(command.get(0));
    Path parent = log.toAbsolutePath().getParent();
    try {
      if (!Files.isDirectory(parent)) { // cheaper than a create that has no effect
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw refused("log", log, "a file in a writable directory");
    }
    if (Files.exists(log) ? !Files.isWritable(log) : !Files.isWritable(parent)) {
      throw refused("log", log, "a writable file");
    }
    if (directory != null && !Files.isDirectory(directory)) {
      throw refused("directory", directory, "a directory");
    }
    return program;
  }

  private Path program(String name) throws SpawnRefusedException {
    if (name.contains("/")) {
      Path program = Path.of(name).toAbsolutePath();
      if (!isProgram(program)) {
        throw refused("command", name, Files.exists(program) ? "an executable file" : "to exist");
      }
      return program;
    }
    for (String directory : environment.getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
      Path program = Path.of(directory.isEmpty() ? "." : directory, name).toAbsolutePath();
      if (isProgram(program)) {
        return program;
      }
    }
    throw refused("command", name, "an executable file, or the name of one on the PATH");
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static SpawnRefusedException refused(String field, Object value, String expected) {
    return new SpawnRefusedException(field + ": " + value + " (expected: " + expected + ")");
  }
}

package dev.maxdiff.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every living process with a runtime's mark, read from {@code /proc} without the program's code.
 */
public final class MarkedProcesses {

  public record Marked(int pid, String key, String slot, long generation, String runtime) {}

  private MarkedProcesses() {}

  /** All processes on the machine that were started by the runtime of this state directory. */
  public static List<Marked> of(String runtimeUuid) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      List<Marked> found = new ArrayList<>();
      processes
          .filter(path -> path.getFileName().toString().matches("\\d+"))
          .forEach(path -> read(path, runtimeUuid, found));
      return found;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read(Path process, String runtimeUuid, List<Marked> found) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      boolean zombie = stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
      Map<String, String> environment = environment(process);
      String runtime = environment.getOrDefault("MAXDIFF_RUNTIME", "");
      if (!zombie && runtime.startsWith(runtimeUuid + ":")) {
        found.add(
            new Marked(
                Integer.parseInt(process.getFileName().toString()),
                environment.get("MAXDIFF_KEY"),
                environment.get("MAXDIFF_SLOT"),
                Long.parseLong(environment.getOrDefault("MAXDIFF_GENERATION", "0")),
                runtime));
      }
    } catch (IOException e) {
      // the process ended during the reading
    }
  }

  /** The arguments of a process, in one line; empty when it has ended. */
  public static String commandLine(long pid) {
    try {
      Path file = Path.of("/proc", Long.toString(pid), "cmdline");
      return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  static Map<String, String> environment(Path process) throws IOException {
    Map<String, String> environment = new HashMap<>();
    String text = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    for (String entry : text.split("\0")) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return environment;
  }
}

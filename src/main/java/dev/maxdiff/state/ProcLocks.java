package dev.maxdiff.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The system's own list of who has locked what, {@code /proc/locks}: for messages only. */
final class ProcLocks {

  private static final Path TABLE = Path.of("/proc/locks");

  private ProcLocks() {}

  /** The process that holds a POSIX lock on the file; empty where that cannot be told. */
  static OptionalLong holder(Path file) {
    try (Stream<String> lines = Files.lines(TABLE, StandardCharsets.US_ASCII)) {
      String inode = ":" + StateDirectory.unix(file, "ino");
      return lines
          .map(line -> line.trim().split("\\s+"))
          .filter(field -> field.length >= 6 && field[1].equals("POSIX"))
          .filter(field -> field[5].endsWith(inode))
          .mapToLong(field -> Long.parseLong(field[4]))
          .filter(pid -> pid > 0)
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}

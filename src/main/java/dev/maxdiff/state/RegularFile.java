package dev.maxdiff.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Checks that a file can be read as a whole: a pipe would block for ever, and a large file would
 * exhaust the memory.
 */
public final class RegularFile {

  private static final long MAX_SIZE = 1 << 22;

  private RegularFile() {}

  /**
   * Requires a regular file of at most 4 MiB.
   *
   * @throws StateException when the path is no regular file, or the file is longer
   * @throws IOException when the attributes of the file cannot be read
   */
  public static void require(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new StateException(file + ": no regular file (expected: a regular file)");
    }
    if (attributes.size() > MAX_SIZE) {
      throw new StateException(
          "%s: %d bytes long (expected: at most %d)".formatted(file, attributes.size(), MAX_SIZE));
    }
  }
}

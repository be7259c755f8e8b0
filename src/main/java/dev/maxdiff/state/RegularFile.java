package dev.maxdiff.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What may be read as a whole: a pipe would never end, and a file of gigabytes not fit. */
public final class RegularFile {

  private static final long MAX_SIZE = 1 << 22;

  private RegularFile() {}

  /** Refuses in one line what is no file of a size that we write. */
  public static void require(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new StateException(file + ": no regular file (expected: the one that was written)");
    }
    if (attributes.size() > MAX_SIZE) {
      throw new StateException(
          "%s: %d bytes long (expected: at most %d)".formatted(file, attributes.size(), MAX_SIZE));
    }
  }
}

package dev.maxdiff.session;

import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/** The plan file as the operating system shows it. */
interface PlanStore {

  String name();

  /** Size and time of the file, without its content. */
  Stamp stamp() throws IOException;

  byte[] content() throws IOException;

  /** What must stand still before the file is read. */
  record Stamp(long size, Instant modifiedAt, Object file) {}

  /** A file on disk, followed through renames onto its path. */
  static PlanStore of(Path path) {
    return new PlanStore() {
      @Override
      public String name() {
        return path.toString();
      }

      @Override
      public Stamp stamp() throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Object file = attributes.fileKey() == null ? "" : attributes.fileKey();
        return new Stamp(attributes.size(), attributes.lastModifiedTime().toInstant(), file);
      }

      @Override
      public byte[] content() throws IOException {
        long size = Files.size(path);
        if (size > MAX_BYTES) {
          throw new InvalidValueException("plans", size + " bytes", "at most " + MAX_BYTES);
        }
        return Files.readAllBytes(path);
      }
    };
  }

  /** More rows than any session can follow; a wrong path must not fill the memory. */
  long MAX_BYTES = 16L << 20;
}

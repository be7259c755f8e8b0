package dev.maxdiff.session.plan;

import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Locale;

/**
 * A plan file as the operating system shows it: CSV, or JSON when its name ends in {@code .json}.
 *
 * <p>A row that cannot be read leaves the other rows valid; a file that was cut off gives the rows
 * that are complete.
 */
public interface PlanFile {

  /** More rows than any session can follow; a wrong path must not fill the memory. */
  long MAX_BYTES = 16L << 20;

  String name();

  /** Size and time of the file, without its content. */
  Stamp stamp() throws IOException;

  /**
   * @throws InvalidValueException when the file is larger than {@link #MAX_BYTES}
   */
  byte[] content() throws IOException;

  /** What must stand still before the file is read. */
  record Stamp(long size, Instant modifiedAt, Object file) {}

  /** A file on disk, followed through renames onto its path. */
  static PlanFile of(Path path) {
    return new PlanFile() {
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

  /**
   * @throws InvalidValueException when files of this name cannot be plan files
   */
  static void checkName(String name) {
    if (!isJson(name) && !name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
      throw new InvalidValueException("plans", name, "a file that ends in .csv or .json");
    }
  }

  /** Reads the content of a file of this name. */
  static PlanReading read(String name, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text; // the byte order mark
    return isJson(name) ? JsonPlanReader.read(body) : CsvPlanReader.read(body);
  }

  private static boolean isJson(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".json");
  }
}

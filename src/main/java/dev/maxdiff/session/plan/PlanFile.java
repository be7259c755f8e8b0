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
 * A plan file: JSON if its name ends in {@code .json}, else CSV.
 *
 * <p>An invalid row leaves the other rows valid; a truncated file gives its complete rows.
 */
public interface PlanFile {

  /** Maximum size in bytes, so that a wrong path does not exhaust the memory. */
  long MAX_BYTES = 16L << 20;

  String name();

  /** Reads the state of the file without its content. */
  Stamp stamp() throws IOException;

  /**
   * @throws InvalidValueException if the file is larger than {@link #MAX_BYTES}
   */
  byte[] content() throws IOException;

  /** Size, modification time and identity of a file, which must be stable before it is read. */
  record Stamp(long size, Instant modifiedAt, Object file) {}

  /** Returns the file at {@code path}, also after another file was renamed to this path. */
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
   * @throws InvalidValueException if {@code name} ends in neither {@code .csv} nor {@code .json}
   */
  static void checkName(String name) {
    if (!isJson(name) && !name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
      throw new InvalidValueException("plans", name, "a file that ends in .csv or .json");
    }
  }

  /** Parses the content; {@code name} selects the format. */
  static PlanReading read(String name, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text; // the byte order mark
    return isJson(name) ? JsonPlanReader.read(body) : CsvPlanReader.read(body);
  }

  private static boolean isJson(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".json");
  }
}

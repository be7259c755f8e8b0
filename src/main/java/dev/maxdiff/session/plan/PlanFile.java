package dev.maxdiff.session.plan;

import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A plan file: JSON if its name ends in {@code .json}, else CSV.
 *
 * <p>An invalid row leaves the other rows valid; a truncated file gives its complete rows.
 */
public interface PlanFile {

  /** Maximum size in bytes, so that a wrong path does not exhaust the memory. */
  long MAX_BYTES = 16L << 20;

  String name();

  /**
   * Reads the state of the file without its content.
   *
   * @throws InvalidValueException if the path is no regular file: a pipe would block for ever
   */
  Stamp stamp() throws IOException;

  /**
   * @throws InvalidValueException if the file is no regular file or larger than {@link #MAX_BYTES}
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
        requireRegular(path, attributes);
        Object file = attributes.fileKey() == null ? "" : attributes.fileKey();
        return new Stamp(attributes.size(), attributes.lastModifiedTime().toInstant(), file);
      }

      @Override
      public byte[] content() throws IOException {
        requireRegular(path, Files.readAttributes(path, BasicFileAttributes.class));
        try (InputStream in = Files.newInputStream(path)) {
          byte[] content = in.readNBytes((int) MAX_BYTES + 1);
          if (content.length > MAX_BYTES) {
            throw new InvalidValueException(
                "plans", Files.size(path) + " bytes", "at most " + MAX_BYTES);
          }
          return content;
        }
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

  /**
   * Returns why no row of the file can be read now, in one line; empty if a row can be read or the
   * plan is empty.
   */
  static Optional<String> unreadable(PlanFile file) {
    try {
      PlanReading reading = read(file.name(), file.content());
      return reading.isUnreadable()
          ? Optional.of(reading.problems().get(0).toString())
          : Optional.empty();
    } catch (InvalidValueException e) {
      return Optional.of(e.getMessage());
    } catch (IOException e) {
      return Optional.of(words(e));
    }
  }

  /** Returns the words for a file that cannot be opened or read. */
  static String words(IOException failure) {
    return failure instanceof NoSuchFileException ? "no such file" : "cannot be read: " + failure;
  }

  private static void requireRegular(Path path, BasicFileAttributes attributes) {
    if (!attributes.isRegularFile()) {
      String kind = attributes.isDirectory() ? "a directory" : "no regular file";
      throw new InvalidValueException("plans", kind, "a regular file at " + path);
    }
  }

  /**
   * Parses the content; {@code name} selects the format.
   *
   * @throws InvalidValueException if the content is not UTF-8
   */
  static PlanReading read(String name, byte[] content) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidValueException("plans", "no UTF-8", "a text file in UTF-8");
    }
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text; // the byte order mark
    return isJson(name) ? JsonPlanReader.read(body) : CsvPlanReader.read(body);
  }

  private static boolean isJson(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".json");
  }
}

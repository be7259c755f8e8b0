package dev.maxdiff.process.os;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifies one incarnation of a runtime on one venue directory; every child carries it as {@code
 * MAXDIFF_RUNTIME}.
 *
 * <p>A copied directory has the same uuid and another inode, so its children belong to another
 * runtime.
 *
 * @param uuid of the venue directory
 * @param device {@code st_dev} of the directory
 * @param inode {@code st_ino} of the directory
 * @param incarnation of this start of the runtime; unique for the directory
 */
public record RuntimeMark(String uuid, long device, long inode, String incarnation) {

  /** The environment variable that carries the mark. */
  public static final String VARIABLE = "MAXDIFF_RUNTIME";

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_.-]{1,64}):(\\d{1,18}):(\\d{1,18}):([A-Za-z0-9_.-]{1,64})");

  public RuntimeMark {
    requireWord("uuid", uuid);
    requireWord("incarnation", incarnation);
  }

  /**
   * Returns the mark of a runtime that starts on {@code directory}, which must exist.
   *
   * @throws IOException when the attributes of the directory cannot be read
   */
  public static RuntimeMark of(Path directory, String uuid, String incarnation) throws IOException {
    var attributes = Files.readAttributes(directory, "unix:dev,ino");
    return new RuntimeMark(
        uuid,
        ((Number) attributes.get("dev")).longValue(),
        ((Number) attributes.get("ino")).longValue(),
        incarnation);
  }

  /**
   * Parses {@link #toString}; empty for any other text, because any process may set the variable.
   */
  public static Optional<RuntimeMark> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new RuntimeMark(
                form.group(1),
                Long.parseLong(form.group(2)),
                Long.parseLong(form.group(3)),
                form.group(4)))
        : Optional.empty();
  }

  /** Returns whether both marks are of the same directory, in any incarnation. */
  public boolean sameDirectory(RuntimeMark other) {
    return uuid.equals(other.uuid) && device == other.device && inode == other.inode;
  }

  private static void requireWord(String field, String value) {
    if (!WORD.matcher(requireNonNull(value, field)).matches()) {
      throw new IllegalArgumentException(
          field + ": " + value + " (expected: 1 to 64 letters, digits, '_', '.' or '-')");
    }
  }

  @Override
  public String toString() {
    return uuid + ":" + device + ":" + inode + ":" + incarnation;
  }
}

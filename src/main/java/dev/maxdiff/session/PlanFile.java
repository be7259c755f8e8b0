package dev.maxdiff.session;

import dev.maxdiff.domain.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads plan files: CSV, or JSON when the name ends in {@code .json}.
 *
 * <p>A row that cannot be read costs the others nothing; a file that was cut off gives the rows
 * that are complete.
 */
final class PlanFile {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private PlanFile() {}

  /** Whether files of this name can be plan files; refuses other extensions. */
  static void checkName(String name) {
    if (!isJson(name) && !name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
      throw new InvalidValueException("plans", name, "a file that ends in .csv or .json");
    }
  }

  static PlanReading read(String name, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    String body = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    return isJson(name) ? JsonPlanReader.read(body) : CsvPlanReader.read(body);
  }

  private static boolean isJson(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".json");
  }
}

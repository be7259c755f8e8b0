package dev.maxdiff.state.files;

import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The fields of a watcher file that a child may report. Other fields of a report are ignored: the
 * runtime itself sets the fields of the wish, the process and {@code active}.
 *
 * <p>Pure: an invalid value is refused before any change (promise P11).
 */
final class ReportedFields {

  private static final Set<String> NUMBERS =
      Set.of(
          "position_qty",
          "open_order_count",
          "open_order_qty",
          "effective_qty",
          "remaining_qty",
          "pending_qty",
          "last_reference_price",
          "target_remaining",
          "target_filled",
          "time_since_submit",
          "cooldown_seconds",
          "consecutive_errors");
  private static final Set<String> TIMES =
      Set.of("pending_expires_at", "expired_at", "cancelled_at", "last_order_submitted_at");
  private static final Set<String> TEXTS =
      Set.of("error", "last_poll_error", "order_submission", "stolen_from");
  private static final Set<String> FINAL =
      Set.of(
          "expired",
          "expired_uncovered",
          "target_filled",
          "cancelled",
          "error",
          "error_limit_exceeded");
  private static final Pattern STATE = Pattern.compile("[a-z_]{1,40}");
  private static final int MAX_TEXT = 500;
  private static final int MAX_DIGITS = 40;

  private ReportedFields() {}

  /**
   * Returns the known fields of a report in their written form.
   *
   * @throws InvalidValueException for the first invalid value
   */
  static Map<String, Object> of(Map<String, ?> report) {
    Map<String, Object> known = new TreeMap<>();
    report.forEach(
        (field, value) -> {
          if (field.equals("state")) {
            known.put(field, state(value));
          } else if (NUMBERS.contains(field)) {
            known.put(field, value == null ? null : number(field, value));
          } else if (TIMES.contains(field)) {
            known.put(field, value == null ? null : time(field, value));
          } else if (TEXTS.contains(field)) {
            known.put(field, value == null ? null : text(field, value));
          }
        });
    return known;
  }

  /** Returns whether a watcher reports no further state after this one. */
  static boolean isFinal(String state) {
    return FINAL.contains(state);
  }

  private static String state(Object value) {
    if (value instanceof String text && STATE.matcher(text).matches()) {
      return text;
    }
    throw new InvalidValueException("state", value, "1 to 40 of a-z and '_'");
  }

  private static BigDecimal number(String field, Object value) {
    try {
      if (value instanceof Number) {
        BigDecimal number = new BigDecimal(value.toString());
        if (Math.abs(number.scale()) + number.precision() <= MAX_DIGITS) {
          return number;
        }
      }
    } catch (NumberFormatException e) {
      throw new InvalidValueException(field, value, "a finite number");
    }
    throw new InvalidValueException(field, value, "a finite number of at most 40 digits");
  }

  private static String time(String field, Object value) {
    Instant at =
        FileTimestamps.read(String.valueOf(value))
            .orElseThrow(() -> new InvalidValueException(field, value, "an ISO-8601 time"));
    return FileTimestamps.text(at);
  }

  private static String text(String field, Object value) {
    if (!(value instanceof String text)) {
      throw new InvalidValueException(field, value, "text");
    }
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
  }
}

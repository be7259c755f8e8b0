package dev.maxdiff.cli.context;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses numbers and durations of options. Every method throws {@link InvalidValueException} with
 * option, value and expectation if the text is invalid.
 */
public final class OptionParser {

  private static final int MAX_TEXT = 20;
  private static final int MAX_MINUTES = 10 * 366 * 24 * 60;
  private static final int MAX_PORT = 65535;
  private static final int NANO_DIGITS = 9;
  private static final BigDecimal HOUR = new BigDecimal(3600);
  private static final Pattern DECIMAL = Pattern.compile("[0-9]+(\\.[0-9]+)?|\\.[0-9]+");
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhd])");

  private OptionParser() {}

  /** Null stays null. */
  public static Duration minutes(String option, String text) {
    if (text == null) {
      return null;
    }
    long minutes = whole(option, text, 1, MAX_MINUTES);
    return Duration.ofMinutes(minutes);
  }

  /** Seconds, fractions allowed; null stays null. */
  public static Duration seconds(String option, String text) {
    if (text == null) {
      return null;
    }
    BigDecimal seconds = decimal(option, text, "seconds from 0.01 to 3600");
    if (seconds.compareTo(new BigDecimal("0.01")) < 0 || seconds.compareTo(HOUR) > 0) {
      throw new InvalidValueException(option, text, "seconds from 0.01 to 3600");
    }
    return Duration.ofNanos(
        seconds.movePointRight(NANO_DIGITS).setScale(0, RoundingMode.DOWN).longValueExact());
  }

  /** A fraction from 0 to 1; null stays null. */
  public static BigDecimal fraction(String option, String text) {
    if (text == null) {
      return null;
    }
    BigDecimal value = decimal(option, text, "a fraction from 0 to 1");
    if (value.compareTo(BigDecimal.ONE) > 0) {
      throw new InvalidValueException(option, text, "a fraction from 0 to 1");
    }
    return value;
  }

  /** Null stays null. */
  public static BigDecimal speed(String option, String text) {
    if (text == null) {
      return null;
    }
    String expected = "a number from 0.1 to 1000000, for example 360";
    BigDecimal value = decimal(option, text, expected);
    if (value.compareTo(new BigDecimal("0.1")) < 0
        || value.compareTo(new BigDecimal("1000000")) > 0) {
      throw new InvalidValueException(option, text, expected);
    }
    return value;
  }

  /** Null stays null. */
  public static Symbol symbol(String option, String text) {
    try {
      return text == null ? null : Symbol.parse(text);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(option, text, "a symbol like BTCUSD or AAPL");
    }
  }

  /** Null stays null. */
  public static Integer port(String option, String text) {
    return text == null ? null : (int) whole(option, text, 0, MAX_PORT);
  }

  /** Null stays null. */
  public static Long seed(String option, String text) {
    return text == null ? null : whole(option, text, 0, Long.MAX_VALUE);
  }

  /** {@code 90s}, {@code 10m}, {@code 2h}, {@code 7d} or ISO-8601; null stays null. */
  public static Duration duration(String option, String text) {
    if (text == null) {
      return null;
    }
    Matcher span = SPAN.matcher(text);
    if (span.matches()) {
      long count = Long.parseLong(span.group(1));
      return positive(
          option,
          text,
          switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
    }
    try {
      return positive(option, text, Duration.parse(text));
    } catch (DateTimeParseException e) {
      throw new InvalidValueException(option, text, "a duration like 90s, 10m, 2h or PT10M");
    }
  }

  public static long whole(String option, String text, long lowest, long highest) {
    String expected = "a whole number from " + lowest + " to " + highest;
    try {
      long value = Long.parseLong(text);
      if (value < lowest || value > highest) {
        throw new InvalidValueException(option, text, expected);
      }
      return value;
    } catch (NumberFormatException e) {
      throw new InvalidValueException(option, text, expected);
    }
  }

  private static Duration positive(String option, String text, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new InvalidValueException(option, text, "a duration > 0");
    }
    return duration;
  }

  private static BigDecimal decimal(String option, String text, String expected) {
    if (text.length() > MAX_TEXT || !DECIMAL.matcher(text).matches()) {
      throw new InvalidValueException(option, text, expected);
    }
    return new BigDecimal(text);
  }
}

package dev.maxdiff.watch.child;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * Parses the values of a watcher's options. Every method throws {@link InvalidValueException} with
 * the option's name, its text and the expected form.
 */
final class ArgumentValues {

  private ArgumentValues() {}

  static Price price(String field, String text) {
    try {
      return Price.parse(text);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(field, text, "a decimal number > 0");
    }
  }

  static Quantity quantity(String text) {
    try {
      return Quantity.parse(text);
    } catch (InvalidValueException e) {
      throw new InvalidValueException("target-qty", text, "a decimal number > 0");
    }
  }

  /** Returns a whole number whose magnitude an {@code int} can hold. */
  static long wholeNumber(String field, String text) {
    BigDecimal value = decimal(field, text, "a whole number");
    if (value.stripTrailingZeros().scale() > 0
        || value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
      throw new InvalidValueException(field, text, "a whole number");
    }
    return value.longValue();
  }

  /**
   * Returns a decimal number of at most 40 characters and 20 digits before the point.
   *
   * @param expected words for the exception's message
   */
  static BigDecimal decimal(String field, String text, String expected) {
    try {
      if (text.length() <= 40) {
        BigDecimal value = new BigDecimal(text.strip());
        if (Math.abs((long) value.precision() - value.scale()) <= 20) {
          return value;
        }
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new InvalidValueException(field, text, expected);
  }

  /** Rounds up to whole milliseconds. */
  static Duration millis(BigDecimal seconds) {
    return Duration.ofMillis(seconds.movePointRight(3).setScale(0, RoundingMode.UP).longValue());
  }
}

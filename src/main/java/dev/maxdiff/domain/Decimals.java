package dev.maxdiff.domain;

import java.math.BigDecimal;

/** Parses and checks decimal numbers. */
final class Decimals {

  private static final int MAX_DIGITS = 20;

  /**
   * Longest accepted text, characters: {@link #MAX_DIGITS} before and after the point. A watcher
   * reads what the runtime has written out, so no accepted number may be longer.
   */
  private static final int MAX_TEXT = 2 * MAX_DIGITS + 1;

  private Decimals() {}

  static BigDecimal parse(String field, String text) {
    if (text == null || text.length() > MAX_TEXT) {
      throw new InvalidValueException(field, text, "a decimal number > 0");
    }
    try {
      return new BigDecimal(text.trim());
    } catch (NumberFormatException e) {
      throw new InvalidValueException(field, text, "a decimal number > 0, for example 104800.5");
    }
  }

  /**
   * Returns the value without trailing zeros.
   *
   * @throws InvalidValueException if it is zero, negative or has too many digits
   */
  static BigDecimal positive(String field, BigDecimal value) {
    boolean tooManyDigits =
        Math.abs((long) value.precision() - value.scale()) > MAX_DIGITS
            || value.scale() > MAX_DIGITS;
    if (value.signum() <= 0) {
      throw new InvalidValueException(field, value, "a decimal number > 0");
    }
    if (tooManyDigits) {
      throw new InvalidValueException(
          field, value, "a decimal number > 0, of at most " + MAX_DIGITS + " digits");
    }
    return plain(value);
  }

  /**
   * Returns the only representation of a number, without exponent, so that equal numbers make equal
   * records.
   */
  static BigDecimal plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}

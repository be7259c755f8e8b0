package dev.maxdiff.cli.views;

import dev.maxdiff.cli.context.DisplayFormat;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/**
 * Formats JSON values of unknown type: a number, a number as text, or neither. It reads numbers as
 * doubles, as the older system wrote them. Pure.
 */
final class UntypedValueFormat {

  private UntypedValueFormat() {}

  static String price(Object value) {
    return text(value, "", DisplayFormat::price);
  }

  static String quantity(Object value) {
    return text(value, "", DisplayFormat::quantity);
  }

  /** A fraction as {@code 0.66%}; null if {@code value} is not a number. */
  static String percent(Object value) {
    return number(value)
        .map(number -> text(number * 100, "", DisplayFormat.fixed(2)) + "%")
        .orElse(null);
  }

  /** Formats a number after {@code unit}; {@code n/a} if {@code value} is not a number. */
  static String text(Object value, String unit, Function<BigDecimal, String> form) {
    Optional<Double> number = number(value);
    if (number.isEmpty()) {
      return DisplayFormat.MISSING;
    }
    double amount = number.get();
    if (Double.isNaN(amount)) {
      return unit + "nan";
    }
    if (Double.isInfinite(amount)) {
      return unit + (amount > 0 ? "inf" : "-inf");
    }
    return form.apply(new BigDecimal(amount));
  }

  /** Empty if {@code value} is neither a number nor the text of a number. */
  static Optional<Double> number(Object value) {
    if (value instanceof Number number) {
      return Optional.of(number.doubleValue());
    }
    try {
      return value instanceof String text ? Optional.of(Double.valueOf(text)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

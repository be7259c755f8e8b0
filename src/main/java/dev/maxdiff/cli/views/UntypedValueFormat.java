package dev.maxdiff.cli.views;

import dev.maxdiff.cli.context.DisplayFormat;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How values look that others wrote: a number, a number as text, or neither. They are doubles, as
 * whoever wrote them meant them. Pure.
 */
final class UntypedValueFormat {

  /** The profits that a plan tells of a strategy, in the order in which they are shown. */
  private static final String[][] PROFITS = {
    {"entry", "entry_takeprofit_profit"},
    {"maxdiff", "maxdiffprofit_profit"},
    {"maxdiffalwayson", "maxdiffalwayson_profit"},
    {"pctdiff", "pctdiff_profit"},
    {"takeprofit", "takeprofit_profit"},
  };

  private static final int PROFIT_DECIMALS = 4;

  private UntypedValueFormat() {}

  static String money(Object value) {
    return text(value, "$", DisplayFormat::money);
  }

  static String price(Object value) {
    return text(value, "", DisplayFormat::price);
  }

  static String quantity(Object value) {
    return text(value, "", DisplayFormat::quantity);
  }

  /** A fraction as {@code 0.66%}; null when it is no number. */
  static String percent(Object value) {
    return number(value)
        .map(number -> text(number * 100, "", DisplayFormat.fixed(2)) + "%")
        .orElse(null);
  }

  /**
   * What a plan's strategies would have earned, the chosen one starred; empty when it tells none.
   */
  static Optional<String> profits(String chosen, Map<String, ?> fields) {
    String shown =
        Stream.of(PROFITS)
            .filter(profit -> number(fields.get(profit[1])).isPresent())
            .map(
                profit ->
                    profit[0]
                        + "="
                        + text(fields.get(profit[1]), "", DisplayFormat.fixed(PROFIT_DECIMALS))
                        + (profit[0].equals(chosen) ? "*" : ""))
            .collect(Collectors.joining(" "));
    return shown.isEmpty() ? Optional.empty() : Optional.of("profits " + shown);
  }

  private static String text(Object value, String unit, Function<BigDecimal, String> form) {
    Optional<Double> number = number(value);
    if (number.isEmpty()) {
      return DisplayFormat.MISSING;
    }
    double known = number.get();
    if (Double.isNaN(known)) {
      return unit + "nan";
    }
    if (Double.isInfinite(known)) {
      return unit + (known > 0 ? "inf" : "-inf");
    }
    return form.apply(new BigDecimal(known));
  }

  private static Optional<Double> number(Object value) {
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

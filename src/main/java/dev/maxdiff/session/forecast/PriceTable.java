package dev.maxdiff.session.forecast;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The forecast prices of a symbol, and the rules that select the entry and the take-profit of a
 * strategy.
 *
 * <p>Pure. Values are numbers or their decimal text. A present field with an invalid price, for
 * example 0.0 or NaN, gives an empty result; the fallback fields apply only if the field is
 * missing.
 */
public record PriceTable(Map<String, Object> fields) {

  public static final Strategy MAXDIFF = new Strategy("maxdiff");
  public static final Strategy ALWAYS_ON = new Strategy("maxdiffalwayson");
  public static final Strategy HIGHLOW = new Strategy("highlow");

  private static final Pair PROFIT =
      new Pair("maxdiffprofit_low_price", "maxdiffprofit_high_price");
  private static final Pair ALWAYS =
      new Pair("maxdiffalwayson_low_price", "maxdiffalwayson_high_price");
  private static final Pair PCT_ENTRY =
      new Pair("pctdiff_entry_low_price", "pctdiff_entry_high_price");
  private static final Pair PCT_TAKEPROFIT =
      new Pair("pctdiff_takeprofit_low_price", "pctdiff_takeprofit_high_price");
  private static final Pair PREDICTED = new Pair("predicted_low", "predicted_high");
  private static final String ALLOWED_SIDE = "allowed_side";

  public PriceTable {
    fields = Map.copyOf(fields);
  }

  /** Creates a table with only the fields of one strategy. */
  static PriceTable of(Strategy strategy, BigDecimal low, BigDecimal high) {
    Pair entry = strategy.equals(HIGHLOW) ? PREDICTED : own(strategy, PCT_ENTRY).get(0);
    Pair exit = strategy.equals(HIGHLOW) ? PREDICTED : own(strategy, PCT_TAKEPROFIT).get(0);
    Map<String, Object> fields = new HashMap<>();
    for (Pair pair : List.of(entry, exit)) {
      fields.put(pair.low, low);
      fields.put(pair.high, high);
    }
    return new PriceTable(fields);
  }

  /** Returns the limit price of a new entry: the strategy's own price, else its fallbacks. */
  public Optional<Price> newEntry(Strategy strategy, Side side) {
    return firstPresent(withFallbacks(strategy, PCT_ENTRY), side == Side.BUY);
  }

  /** Returns the take-profit price of a new exit: the mirror of {@link #newEntry}. */
  public Optional<Price> newExit(Strategy strategy, Side side) {
    return firstPresent(withFallbacks(strategy, PCT_TAKEPROFIT), side == Side.SELL);
  }

  /**
   * Returns the entry price on the opposite side, which the always-on strategy adds to the entry on
   * {@code side}. Empty for a short of a crypto pair and for a side that {@code allowed_side}
   * excludes.
   */
  public Optional<Price> complement(Symbol symbol, Side side) {
    Side other = side.opposite();
    Object allowed = fields.getOrDefault(ALLOWED_SIDE, "both");
    boolean permitted =
        List.of("both", other.toString()).contains(allowed.toString().toLowerCase(Locale.ROOT));
    boolean shortsCrypto = symbol.isCrypto() && other == Side.SELL;
    return permitted && !shortsCrypto ? newEntry(ALWAYS_ON, other) : Optional.empty();
  }

  private Optional<Price> firstPresent(List<Pair> pairs, boolean low) {
    return pairs.stream()
        .map(pair -> fields.get(low ? pair.low : pair.high))
        .filter(value -> value != null)
        .findFirst()
        .flatMap(PriceTable::price);
  }

  private static List<Pair> own(Strategy strategy, Pair pctdiff) {
    return switch (strategy.name()) {
      case "maxdiff" -> List.of(PROFIT);
      case "maxdiffalwayson" -> List.of(ALWAYS);
      case "pctdiff" -> List.of(pctdiff);
      case "highlow" -> List.of(PROFIT, PREDICTED);
      default -> List.of();
    };
  }

  private static List<Pair> withFallbacks(Strategy strategy, Pair pctdiff) {
    return switch (strategy.name()) {
      case "maxdiffalwayson" -> List.of(ALWAYS, PROFIT, PREDICTED);
      case "pctdiff" -> List.of(pctdiff, PROFIT, PREDICTED);
      default -> ownOrPredicted(strategy, pctdiff);
    };
  }

  private static List<Pair> ownOrPredicted(Strategy strategy, Pair pctdiff) {
    return Stream.concat(own(strategy, pctdiff).stream(), Stream.of(PREDICTED)).toList();
  }

  /** Empty for NaN, infinities, zero, negative numbers and other texts (H35, H51). */
  private static Optional<Price> price(Object value) {
    try {
      return Optional.of(Price.parse(value.toString()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The field names of a forecast's lower and upper price. */
  private record Pair(String low, String high) {}
}

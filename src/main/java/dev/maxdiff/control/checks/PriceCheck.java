package dev.maxdiff.control.checks;

import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.PlacementPrice;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Compares the price of a wish with the market. A price that the market has passed, or that is far
 * from it, is a reason for a warning or a question and never for a refusal: the wish would be lost,
 * and a position without its exit.
 */
public final class PriceCheck {

  private PriceCheck() {}

  /**
   * Returns what a person should know before the wish is placed; empty = the price is as expected.
   *
   * @param maxDistance fraction of the quote's side at which the order would trade
   */
  public static Optional<String> warning(
      Wish wish, Increments increments, Quote quote, BigDecimal maxDistance) {
    PlacementPrice price = PlacementPrice.of(wish, increments);
    BigDecimal market = price.side() == Side.BUY ? quote.ask() : quote.bid();
    if (price.isPassed(quote)) {
      return Optional.of(
          "the market has passed " + price.own() + both(quote) + ", " + placed(price, quote));
    }
    BigDecimal distance = price.own().value().subtract(market).abs();
    return distance.compareTo(market.multiply(maxDistance)) > 0
        ? Optional.of(
            price.own() + " is more than " + percent(maxDistance) + " from the quote" + both(quote))
        : Optional.empty();
  }

  private static String placed(PlacementPrice price, Quote quote) {
    return switch (price.slot()) {
      case EXIT ->
          "it will " + verb(price.side()) + " at once at " + price.at(quote) + " or better";
      case ENTRY -> "the order will rest at " + price.at(quote);
    };
  }

  private static String verb(Side side) {
    return side == Side.BUY ? "BUY" : "SELL";
  }

  private static String both(Quote quote) {
    return " (" + quote.bid().toPlainString() + " bid, " + quote.ask().toPlainString() + " ask)";
  }

  private static String percent(BigDecimal fraction) {
    return fraction.movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }
}

package dev.maxdiff.control.checks;

import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;

/** Refuses a marketable or distant price of a wish without {@code force}. */
public final class PriceCheck {

  private PriceCheck() {}

  /**
   * @param maxDistance fraction of the quote's side at which the order would trade
   * @throws InvalidValueException if the price is marketable or too far from the quote
   */
  public static void check(Wish wish, Quote quote, BigDecimal maxDistance) {
    boolean buys = wish.slotId().orderSide() == Side.BUY;
    BigDecimal price = wish.price().value();
    BigDecimal market = buys ? quote.ask() : quote.bid();
    BigDecimal distance = price.subtract(market).abs();
    if (distance.compareTo(market.multiply(maxDistance)) > 0) {
      throw refused(wish, "at most " + percent(maxDistance) + " from the quote", quote);
    }
    if (buys ? price.compareTo(market) >= 0 : price.compareTo(market) <= 0) {
      throw refused(wish, buys ? "a BUY below the ask" : "a SELL above the bid", quote);
    }
  }

  /** Returns the users' name for the price of a slot. */
  static String field(Slot slot) {
    return slot == Slot.ENTRY ? "limit-price" : "takeprofit-price";
  }

  private static InvalidValueException refused(Wish wish, String expected, Quote quote) {
    String market = quote.bid().toPlainString() + " bid, " + quote.ask().toPlainString() + " ask";
    return new InvalidValueException(
        field(wish.slotId().slot()), wish.price(), expected + " (" + market + "), or --force");
  }

  private static String percent(BigDecimal fraction) {
    return fraction.movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }
}

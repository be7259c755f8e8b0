package dev.maxdiff.session.model;

import dev.maxdiff.domain.AssetClass;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Rounds forecast prices, so that noise below the precision of a wish does not replace the wish.
 */
public final class OrderPrices {

  private static final int SIGNIFICANT_DIGITS = 6;
  private static final int CENTS = 2;
  private static final BigDecimal MINIMUM_SPREAD = new BigDecimal("1.0003");

  private OrderPrices() {}

  /**
   * Rounds to six significant digits, at least two decimals, and the asset's increment, to the
   * passive side.
   */
  public static Price rounded(Symbol symbol, Side orderSide, Price price) {
    BigDecimal value = price.value();
    int scale = Math.max(CENTS, SIGNIFICANT_DIGITS - (value.precision() - value.scale()));
    RoundingMode mode = orderSide == Side.BUY ? RoundingMode.DOWN : RoundingMode.UP;
    AssetClass assetClass = symbol.assetClass();
    return Increments.of(assetClass).passive(orderSide, new Price(value.setScale(scale, mode)));
  }

  /** Returns whether a round trip keeps the minimum spread: sell price ≥ buy price × 1.0003. */
  public static boolean leavesSpread(Side side, Price entry, Price takeProfit) {
    Price buy = side == Side.BUY ? entry : takeProfit;
    Price sell = side == Side.BUY ? takeProfit : entry;
    return sell.value().compareTo(buy.value().multiply(MINIMUM_SPREAD)) >= 0;
  }
}

package dev.maxdiff.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The smallest value of an order that Alpaca documents, USD. */
public final class MinimumOrderValue {

  private static final BigDecimal EQUITY = BigDecimal.ONE;
  private static final BigDecimal CRYPTO = BigDecimal.TEN;

  private static final int SCALE = 18;

  private MinimumOrderValue() {}

  public static BigDecimal of(Symbol symbol) {
    return symbol.isCrypto() ? CRYPTO : EQUITY;
  }

  /** Returns the smallest quantity at the increment whose value at this price is the minimum. */
  public static BigDecimal quantity(Symbol symbol, BigDecimal price, Increments increments) {
    return increments.roundUp(of(symbol).divide(price, SCALE, RoundingMode.UP));
  }

  /**
   * Returns true for the rest of a partly filled order that is worth less than the minimum: the
   * broker may refuse it once it has been cancelled, and then nothing closes it.
   */
  public static boolean isSmallRest(
      Symbol symbol, BigDecimal filled, BigDecimal remaining, BigDecimal limit) {
    return filled.signum() > 0 && remaining.multiply(limit).compareTo(of(symbol)) < 0;
  }
}

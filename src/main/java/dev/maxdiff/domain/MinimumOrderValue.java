package dev.maxdiff.domain;

import java.math.BigDecimal;

/** The smallest value of an order that Alpaca documents, USD. */
public final class MinimumOrderValue {

  private static final BigDecimal EQUITY = BigDecimal.ONE;
  private static final BigDecimal CRYPTO = BigDecimal.TEN;

  private MinimumOrderValue() {}

  public static BigDecimal of(Symbol symbol) {
    return symbol.isCrypto() ? CRYPTO : EQUITY;
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

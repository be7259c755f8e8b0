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
}

package dev.maxdiff.runtime.reconcile;

import dev.maxdiff.execution.ledger.BrokerState.SymbolState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * Detects splits. A split multiplies the quantity of the whole position by a ratio of small
 * integers and divides its average price by the same ratio; a trade does not. Pure.
 */
final class CorporateActions {

  private static final int MAX_TERM = 50;

  /** Prices are rounded to cents. */
  private static final BigDecimal PRICE_TOLERANCE = new BigDecimal("0.01");

  /** A fraction of a share may be paid in cash. */
  private static final BigDecimal QUANTITY_TOLERANCE = new BigDecimal("0.002");

  private CorporateActions() {}

  /** Returns the ratio, for example {@code 4 for 1}; empty when the position was not split. */
  static Optional<String> ratio(SymbolState state) {
    boolean comparable =
        !state.symbol().isCrypto()
            && state.owned().signum() != 0
            && state.owned().signum() == state.position().signum()
            && state.ownedPrice().signum() > 0
            && state.averageEntryPrice().signum() > 0;
    if (!comparable) {
      return Optional.empty();
    }
    BigDecimal quantities = state.position().divide(state.owned(), MathContext.DECIMAL64);
    BigDecimal prices = state.ownedPrice().divide(state.averageEntryPrice(), MathContext.DECIMAL64);
    return near(quantities, prices, PRICE_TOLERANCE) ? fraction(quantities) : Optional.empty();
  }

  private static Optional<String> fraction(BigDecimal ratio) {
    for (int sum = 3; sum <= MAX_TERM + 1; sum++) {
      for (int old = 1; old < sum; old++) {
        int now = sum - old;
        boolean plausible = now != old && (old <= 4 || now <= 4);
        if (plausible && near(ratio, fraction(now, old), QUANTITY_TOLERANCE)) {
          return Optional.of(now + " for " + old);
        }
      }
    }
    return Optional.empty();
  }

  private static BigDecimal fraction(int now, int old) {
    return BigDecimal.valueOf(now).divide(BigDecimal.valueOf(old), MathContext.DECIMAL64);
  }

  private static boolean near(BigDecimal first, BigDecimal other, BigDecimal tolerance) {
    BigDecimal difference = first.subtract(other).abs();
    return difference.compareTo(other.abs().multiply(tolerance)) <= 0;
  }
}

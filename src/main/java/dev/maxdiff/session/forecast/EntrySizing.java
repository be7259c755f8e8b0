package dev.maxdiff.session.forecast;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Calculates the quantity of an entry: an equal share of the capital fraction, rounded down to
 * 0.001 coins or whole shares, and at least the smallest order that the broker accepts.
 */
public final class EntrySizing {

  private static final int CRYPTO_DECIMALS = 3;
  private static final BigDecimal MINIMUM_CRYPTO_VALUE = BigDecimal.TEN;
  private static final BigDecimal MINIMUM_EQUITY_VALUE = BigDecimal.ONE;

  private EntrySizing() {}

  /**
   * @param equity equity of the account, quote currency
   * @param fraction fraction of the equity that all keys share, 0 to 1
   * @param keys number of keys that share it
   * @return empty if the smallest order costs more than the capital of all keys
   */
  public static Optional<Quantity> quantity(
      Symbol symbol, Price price, BigDecimal equity, BigDecimal fraction, int keys) {
    int decimals = symbol.isCrypto() ? CRYPTO_DECIMALS : 0;
    BigDecimal capital = equity.multiply(fraction);
    BigDecimal share =
        capital.divide(
            price.value().multiply(BigDecimal.valueOf(keys)), decimals, RoundingMode.DOWN);
    BigDecimal size = share.max(smallest(symbol, price, decimals));
    boolean affordable = size.multiply(price.value()).compareTo(capital) <= 0;
    return affordable ? Optional.of(new Quantity(size)) : Optional.empty();
  }

  private static BigDecimal smallest(Symbol symbol, Price price, int decimals) {
    BigDecimal step = BigDecimal.ONE.movePointLeft(decimals);
    BigDecimal minimumValue = symbol.isCrypto() ? MINIMUM_CRYPTO_VALUE : MINIMUM_EQUITY_VALUE;
    return minimumValue.divide(price.value(), decimals, RoundingMode.UP).max(step);
  }
}

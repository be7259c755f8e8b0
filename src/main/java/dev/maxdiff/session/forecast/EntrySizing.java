package dev.maxdiff.session.forecast;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * How much an entry buys: an equal share of the capital set aside, floored to 0.001 of a coin or to
 * whole shares, and never less than the smallest order the broker takes.
 */
public final class EntrySizing {

  private static final int CRYPTO_DECIMALS = 3;
  private static final BigDecimal LEAST_CRYPTO_VALUE = BigDecimal.TEN;
  private static final BigDecimal LEAST_EQUITY_VALUE = BigDecimal.ONE;

  private EntrySizing() {}

  /**
   * @param equity of the account, quote currency
   * @param fraction of the equity that all keys share
   * @return empty when even the smallest order costs more than all keys together may bind
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
    BigDecimal leastValue = symbol.isCrypto() ? LEAST_CRYPTO_VALUE : LEAST_EQUITY_VALUE;
    return leastValue.divide(price.value(), decimals, RoundingMode.UP).max(step);
  }
}

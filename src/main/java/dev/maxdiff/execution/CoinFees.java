package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import java.math.BigDecimal;

/**
 * What a broker takes in coin on a crypto buy, as fractions of the quantity.
 *
 * @param resting of an order that waited in the book
 * @param taking of one that met a quote at once
 */
record CoinFees(BigDecimal resting, BigDecimal taking) {

  static final CoinFees NONE = new CoinFees(BigDecimal.ZERO, BigDecimal.ZERO);

  /** Those of an order that is known to have waited before anything of it filled. */
  CoinFees rested() {
    return new CoinFees(resting, resting);
  }

  /**
   * A resting order fills at its limit; what got a better price has taken one that rested. What met
   * a quote exactly at its limit looks as if it had rested: {@link Holding#doubt}.
   */
  BigDecimal of(Order order) {
    boolean better =
        order.filledAveragePrice() != null
            && order.limitPrice() != null
            && order.filledAveragePrice().compareTo(order.limitPrice()) < 0;
    return better ? taking : resting;
  }
}

package dev.maxdiff.execution.model;

import dev.maxdiff.broker.Order;
import java.math.BigDecimal;

/**
 * The fees that the broker takes in coin on a crypto buy, as fractions of the quantity.
 *
 * @param resting maker fee: the order rested in the order book
 * @param taking taker fee: the order filled on arrival
 */
public record CoinFees(BigDecimal resting, BigDecimal taking) {

  public static final CoinFees NONE = new CoinFees(BigDecimal.ZERO, BigDecimal.ZERO);

  /** Returns the fees of an order that is known to have rested before its first fill. */
  public CoinFees rested() {
    return new CoinFees(resting, resting);
  }

  /**
   * Returns the fee of the order, estimated from its price. A resting order fills at its limit; a
   * better price means that the order took liquidity. An order that took liquidity exactly at its
   * limit looks like a resting order; the difference is kept as doubt in the ledger.
   */
  public BigDecimal of(Order order) {
    boolean better =
        order.filledAveragePrice() != null
            && order.limitPrice() != null
            && order.filledAveragePrice().compareTo(order.limitPrice()) < 0;
    return better ? taking : resting;
  }
}

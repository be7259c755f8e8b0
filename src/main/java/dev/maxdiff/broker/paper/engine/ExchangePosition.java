package dev.maxdiff.broker.paper.engine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A net position with its cost basis; both are negative for a short position.
 *
 * @param quantity base units, signed
 * @param cost cost basis in USD, signed like {@code quantity}
 */
public record ExchangePosition(BigDecimal quantity, BigDecimal cost) {

  static final ExchangePosition NONE = new ExchangePosition(BigDecimal.ZERO, BigDecimal.ZERO);

  /** Decimals of the cost of a closed part; the rounding difference stays in the position. */
  private static final int COST_SCALE = 18;

  /** The position after a change in base units at a price; a change never crosses zero. */
  ExchangePosition changed(BigDecimal change, BigDecimal price) {
    if (isClosing(change)) {
      BigDecimal left = quantity.add(change);
      return left.signum() == 0
          ? NONE
          : new ExchangePosition(left, cost.subtract(closedCost(change)));
    }
    return new ExchangePosition(quantity.add(change), cost.add(change.multiply(price)));
  }

  /** Profit of a change, in USD; zero when the change opens or increases the position. */
  BigDecimal realised(BigDecimal change, BigDecimal price) {
    return isClosing(change)
        ? change.negate().multiply(price).subtract(closedCost(change))
        : BigDecimal.ZERO;
  }

  public BigDecimal averagePrice() {
    return quantity.signum() == 0
        ? BigDecimal.ZERO
        : cost.divide(quantity, MathContext.DECIMAL64).setScale(9, RoundingMode.HALF_EVEN);
  }

  private boolean isClosing(BigDecimal change) {
    return quantity.signum() * change.signum() < 0;
  }

  private BigDecimal closedCost(BigDecimal change) {
    return change.abs().compareTo(quantity.abs()) == 0
        ? cost
        : cost.multiply(change.abs()).divide(quantity.abs(), COST_SCALE, RoundingMode.HALF_EVEN);
  }
}

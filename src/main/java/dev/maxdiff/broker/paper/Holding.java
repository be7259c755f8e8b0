package dev.maxdiff.broker.paper;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A net position with its cost; both are negative for a short.
 *
 * @param quantity base units, signed
 * @param cost what the quantity cost, signed like it; USD
 */
record Holding(BigDecimal quantity, BigDecimal cost) {

  static final Holding NONE = new Holding(BigDecimal.ZERO, BigDecimal.ZERO);

  /** Decimals of a cost taken out of a position: what is rounded stays in the position. */
  private static final int COST_SCALE = 18;

  /** After a change of {@code change} units at {@code price}; never through zero. */
  Holding changed(BigDecimal change, BigDecimal price) {
    if (isClosing(change)) {
      BigDecimal left = quantity.add(change);
      return left.signum() == 0 ? NONE : new Holding(left, cost.subtract(closedCost(change)));
    }
    return new Holding(quantity.add(change), cost.add(change.multiply(price)));
  }

  /** Profit of a change, zero when it opens or adds. */
  BigDecimal realised(BigDecimal change, BigDecimal price) {
    return isClosing(change)
        ? change.negate().multiply(price).subtract(closedCost(change))
        : BigDecimal.ZERO;
  }

  BigDecimal averagePrice() {
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

package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Slot;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What one key owns by its own fills; magnitudes, whatever the side.
 *
 * @param owned entries less exits, less the usual fee in coin and what rounding it can take
 * @param feeRoom what {@code owned} would be more if no fee had been taken since the key was flat
 * @param doubt what {@code owned} would be less if everything that filled at its limit since then
 *     had met a quote there, and not waited: the broker does not say which of the two it was
 * @param averagePrice of its entries since it was flat; zero when flat
 */
record Holding(BigDecimal owned, BigDecimal feeRoom, BigDecimal doubt, BigDecimal averagePrice) {

  static final Holding FLAT =
      new Holding(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  private static final int COIN_DIGITS = 9;

  /** Per coin bought, and per order: what rounding the fee up fill by fill may have taken. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.000001");

  private static final BigDecimal MOST_ROUNDING = new BigDecimal("0.0000002");
  private static final BigDecimal LEAST_ROUNDING = new BigDecimal("0.000000005");

  /** The holding after what the order has filled; an exit never leaves less than nothing. */
  Holding after(OwnOrder own, CoinFees fees) {
    Order order = own.order();
    if (order.filledQuantity().signum() <= 0) {
      return this;
    }
    return own.slot().slot() == Slot.ENTRY ? grown(order, fees) : reduced(order, fees);
  }

  private Holding grown(Order order, CoinFees fees) {
    BigDecimal coinFee = fees.of(order);
    BigDecimal filled = order.filledQuantity();
    BigDecimal received = coinFee.signum() == 0 ? filled : lessFee(filled, coinFee);
    BigDecimal price = order.filledAveragePrice() == null ? averagePrice : price(order);
    BigDecimal total = owned.add(received);
    BigDecimal average =
        total.signum() == 0
            ? price
            : owned
                .multiply(averagePrice)
                .add(received.multiply(price))
                .divide(total, MathContext.DECIMAL64);
    BigDecimal higherFee = filled.multiply(fees.taking().subtract(coinFee).max(BigDecimal.ZERO));
    return new Holding(
        total, feeRoom.add(filled.subtract(received)), doubt.add(higherFee), average);
  }

  /** Surely no more than what came in: a key that owned more would close what is another's. */
  private static BigDecimal lessFee(BigDecimal filled, BigDecimal coinFee) {
    BigDecimal rounding = filled.multiply(ROUNDING).min(MOST_ROUNDING).add(LEAST_ROUNDING);
    BigDecimal left = filled.multiply(BigDecimal.ONE.subtract(coinFee)).subtract(rounding);
    return roundedDown(left.max(BigDecimal.ZERO));
  }

  /** Fees are rounded fill by fill: what that can explain is nobody's, and the key is flat. */
  private Holding reduced(Order order, CoinFees fees) {
    BigDecimal left = owned.subtract(order.filledQuantity());
    BigDecimal dust = feeRoom.multiply(fees.resting());
    return left.compareTo(dust) <= 0 ? FLAT : with(left, feeRoom);
  }

  private static BigDecimal price(Order order) {
    return order.filledAveragePrice();
  }

  Holding scaled(BigDecimal factor) {
    return with(roundedDown(owned.multiply(factor)), BigDecimal.ZERO);
  }

  /** The holding if all that is in doubt was taken as a fee. */
  Holding withoutDoubt() {
    return with(roundedDown(owned.subtract(doubt).max(BigDecimal.ZERO)), feeRoom);
  }

  /** The holding with {@code share} of its fee room added. */
  Holding withRoom(BigDecimal share) {
    BigDecimal more = feeRoom.multiply(share);
    return with(roundedDown(owned.add(more)), BigDecimal.ZERO);
  }

  private Holding with(BigDecimal otherOwned, BigDecimal otherRoom) {
    return new Holding(otherOwned, otherRoom, doubt, averagePrice);
  }

  private static BigDecimal roundedDown(BigDecimal quantity) {
    return quantity.setScale(COIN_DIGITS, RoundingMode.DOWN).stripTrailingZeros();
  }
}

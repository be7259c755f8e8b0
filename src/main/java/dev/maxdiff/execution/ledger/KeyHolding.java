package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OwnOrder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The quantity that one key owns by its fills; magnitudes on either side.
 *
 * @param owned entries less exits, less the estimated fee in coin and its rounding
 * @param feeAllowance fee allowance: the fee in coin that was subtracted since the key was flat
 * @param doubt further fee if every order that filled at its limit took liquidity; the broker does
 *     not report whether it did
 * @param averagePrice of the entries since the key was flat; zero when flat
 * @param overdrawn quantity that the last exit closed beyond what was owned and the fee allowance;
 *     zero after another entry
 */
public record KeyHolding(
    BigDecimal owned,
    BigDecimal feeAllowance,
    BigDecimal doubt,
    BigDecimal averagePrice,
    BigDecimal overdrawn) {

  static final KeyHolding FLAT = flat(BigDecimal.ZERO);

  private static KeyHolding flat(BigDecimal overdrawn) {
    return new KeyHolding(
        BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, overdrawn);
  }

  private static final int COIN_DIGITS = 9;

  /** Allowance per coin and per order for fees that are rounded up fill by fill. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.000001");

  private static final BigDecimal MOST_ROUNDING = new BigDecimal("0.0000002");
  private static final BigDecimal LEAST_ROUNDING = new BigDecimal("0.000000005");

  /** Returns the holding after the fills of the order; an exit never leaves a negative quantity. */
  KeyHolding after(OwnOrder own, CoinFees fees) {
    Order order = own.order();
    if (order.filledQuantity().signum() <= 0) {
      return this;
    }
    return own.slot().slot() == Slot.ENTRY ? grown(order, fees) : reduced(order, fees);
  }

  private KeyHolding grown(Order order, CoinFees fees) {
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
    return new KeyHolding(
        total,
        feeAllowance.add(filled.subtract(received)),
        doubt.add(higherFee),
        average,
        BigDecimal.ZERO);
  }

  /**
   * Returns a lower bound of the received quantity: a key that owned more would close the quantity
   * of another key.
   */
  private static BigDecimal lessFee(BigDecimal filled, BigDecimal coinFee) {
    BigDecimal rounding = filled.multiply(ROUNDING).min(MOST_ROUNDING).add(LEAST_ROUNDING);
    BigDecimal left = filled.multiply(BigDecimal.ONE.subtract(coinFee)).subtract(rounding);
    return roundedDown(left.max(BigDecimal.ZERO));
  }

  /**
   * Returns the holding after an exit. A remainder within the rounding of fees counts as unowned,
   * and the key as flat.
   */
  private KeyHolding reduced(Order order, CoinFees fees) {
    BigDecimal left = owned.subtract(order.filledQuantity());
    BigDecimal dust = feeAllowance.multiply(fees.resting());
    if (left.compareTo(dust) > 0) {
      return with(left, feeAllowance);
    }
    BigDecimal beyond = left.add(feeAllowance).negate();
    return beyond.signum() > 0 ? flat(beyond) : FLAT;
  }

  /** Returns the holding after a correction; it never leaves a negative quantity. */
  KeyHolding changed(BigDecimal change) {
    BigDecimal left = owned.add(change);
    return left.signum() <= 0 ? FLAT : with(left, feeAllowance);
  }

  private static BigDecimal price(Order order) {
    return order.filledAveragePrice();
  }

  KeyHolding scaled(BigDecimal factor) {
    return with(roundedDown(owned.multiply(factor)), BigDecimal.ZERO);
  }

  /** Returns the holding after subtraction of the doubtful fee. */
  KeyHolding withoutDoubt() {
    return with(roundedDown(owned.subtract(doubt).max(BigDecimal.ZERO)), feeAllowance);
  }

  private KeyHolding with(BigDecimal otherOwned, BigDecimal otherRoom) {
    return new KeyHolding(otherOwned, otherRoom, doubt, averagePrice, overdrawn);
  }

  private static BigDecimal roundedDown(BigDecimal quantity) {
    return quantity.setScale(COIN_DIGITS, RoundingMode.DOWN).stripTrailingZeros();
  }
}

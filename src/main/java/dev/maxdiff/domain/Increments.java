package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The increments of an asset's price and quantity, as the broker publishes them.
 *
 * <p>{@link #passive} and {@link #round} are applied to every price and quantity before it is sent
 * or compared (hazards H10, H11, H15).
 *
 * @param price quote currency
 * @param quantity base units
 */
public record Increments(BigDecimal price, BigDecimal quantity) {

  private static final BigDecimal ONE_DOLLAR = BigDecimal.ONE;
  private static final BigDecimal SUB_DOLLAR_STEP = new BigDecimal("0.0001");

  /** Default for crypto until the broker's increments are known. */
  public static final Increments CRYPTO =
      new Increments(new BigDecimal("0.000000001"), new BigDecimal("0.000000001"));

  /** Default for US equities: 0.01 from one dollar on, 0.0001 below; shares with nine decimals. */
  public static final Increments EQUITY =
      new Increments(new BigDecimal("0.01"), new BigDecimal("0.000000001"));

  public Increments {
    requireNonNull(price, "price increment");
    requireNonNull(quantity, "quantity increment");
    if (price.signum() <= 0 || quantity.signum() <= 0) {
      throw new InvalidValueException("increments", price + "/" + quantity, "both > 0");
    }
  }

  /** Returns the price rounded to the increment, away from the market: buys down, sells up. */
  public Price passive(Side orderSide, Price wanted) {
    BigDecimal step = step(wanted.value());
    RoundingMode mode = orderSide == Side.BUY ? RoundingMode.DOWN : RoundingMode.UP;
    BigDecimal rounded = wanted.value().divide(step, 0, mode).multiply(step);
    if (rounded.signum() <= 0) {
      throw new InvalidValueException("price", wanted, "at least one increment of " + step);
    }
    return new Price(rounded);
  }

  /**
   * Returns the price next to {@code other} at which an order of this side does not trade with an
   * order of the other side; empty for a buy when no lower price exists.
   */
  public Optional<Price> besides(Side orderSide, BigDecimal other) {
    BigDecimal step = step(other);
    BigDecimal next = orderSide == Side.BUY ? other.subtract(step) : other.add(step);
    return next.compareTo(step) < 0
        ? Optional.empty()
        : Optional.of(passive(orderSide, new Price(next)));
  }

  private BigDecimal step(BigDecimal wanted) {
    boolean finer = this.equals(EQUITY) && wanted.compareTo(ONE_DOLLAR) < 0;
    return finer ? SUB_DOLLAR_STEP : price;
  }

  /** Returns the quantity rounded down to the increment; zero when below one increment. */
  public BigDecimal round(BigDecimal wanted) {
    return Decimals.plain(wanted.divide(quantity, 0, RoundingMode.DOWN).multiply(quantity));
  }

  /** Returns the quantity rounded up to the increment, for the minimum size of an order. */
  public BigDecimal roundUp(BigDecimal wanted) {
    return Decimals.plain(wanted.divide(quantity, 0, RoundingMode.UP).multiply(quantity));
  }

  /** Returns the default increments until the broker's are known. */
  public static Increments of(AssetClass assetClass) {
    return assetClass == AssetClass.CRYPTO ? CRYPTO : EQUITY;
  }
}

package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The steps in which an asset's price and quantity move, as the broker publishes them.
 *
 * <p>What is sent is what is compared: every price and quantity passes through {@link #passive} and
 * {@link #round} before it is either (hazards H10, H11, H15).
 *
 * @param price quote currency
 * @param quantity base units
 */
public record Increments(BigDecimal price, BigDecimal quantity) {

  private static final BigDecimal ONE_DOLLAR = BigDecimal.ONE;
  private static final BigDecimal SUB_DOLLAR_STEP = new BigDecimal("0.0001");

  /** Crypto in the absence of the broker's own figures. */
  public static final Increments CRYPTO =
      new Increments(new BigDecimal("0.000000001"), new BigDecimal("0.000000001"));

  /** US equities: cents from one dollar on, 0.0001 below; shares to nine decimals. */
  public static final Increments EQUITY =
      new Increments(new BigDecimal("0.01"), new BigDecimal("0.000000001"));

  public Increments {
    requireNonNull(price, "price increment");
    requireNonNull(quantity, "quantity increment");
    if (price.signum() <= 0 || quantity.signum() <= 0) {
      throw new InvalidValueException("increments", price + "/" + quantity, "both > 0");
    }
  }

  /** The price at the asset's increment, rounded away from the market: buys down, sells up. */
  public Price passive(Side orderSide, Price wanted) {
    boolean finer = this.equals(EQUITY) && wanted.value().compareTo(ONE_DOLLAR) < 0;
    BigDecimal step = finer ? SUB_DOLLAR_STEP : price;
    RoundingMode mode = orderSide == Side.BUY ? RoundingMode.DOWN : RoundingMode.UP;
    BigDecimal rounded = wanted.value().divide(step, 0, mode).multiply(step);
    if (rounded.signum() <= 0) {
      throw new InvalidValueException("price", wanted, "at least one increment of " + step);
    }
    return new Price(rounded);
  }

  /** The quantity at the asset's increment, rounded down; zero when below one step. */
  public BigDecimal round(BigDecimal wanted) {
    return Decimals.plain(wanted.divide(quantity, 0, RoundingMode.DOWN).multiply(quantity));
  }

  /**
   * The quantity at the asset's increment, rounded up: for a least order, which must be reached.
   */
  public BigDecimal roundUp(BigDecimal wanted) {
    return Decimals.plain(wanted.divide(quantity, 0, RoundingMode.UP).multiply(quantity));
  }

  /** Increments to use until the broker has told its own. */
  public static Increments of(AssetClass assetClass) {
    return assetClass == AssetClass.CRYPTO ? CRYPTO : EQUITY;
  }
}

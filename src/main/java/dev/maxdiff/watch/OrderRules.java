package dev.maxdiff.watch;

import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The rules that entry and exit orders share (CONTRACT 5.4 and 5.5). */
final class OrderRules {

  static final Duration LONGEST_REST = Duration.ofHours(24);
  private static final BigDecimal MIN_NOTIONAL_EQUITY = BigDecimal.ONE;
  private static final BigDecimal MIN_NOTIONAL_CRYPTO = BigDecimal.TEN;
  private static final int ROOM = 18;
  private static final String MIN_NOTIONAL = "ALP_MIN_NOTIONAL_";

  private OrderRules() {}

  /**
   * Whether the reference is near enough to the limit to order; anything not positive is not, and
   * no NaN ever is. A ratio and not money, so doubles: at the very edge they decide as the older
   * system did.
   */
  static boolean withinTolerance(double reference, double limit, double tolerance) {
    return reference > 0 && limit > 0 && Math.abs(reference - limit) / limit <= tolerance;
  }

  /** Whether an open order at {@code limit} counts as one at {@code target}. */
  static boolean matches(BigDecimal limit, BigDecimal target, BigDecimal tolerance) {
    BigDecimal larger = limit.abs().max(target.abs());
    BigDecimal allowed = tolerance.multiply(larger).max(target.multiply(tolerance));
    return limit.subtract(target).abs().compareTo(allowed) <= 0;
  }

  /** Keeps an order from taking liquidity: buys at most at the bid, sells at least at the ask. */
  static BigDecimal passive(Side orderSide, BigDecimal price, Quote quote) {
    if (quote == null || quote.bid().signum() <= 0 || quote.ask().signum() <= 0) {
      return price;
    }
    return orderSide == Side.BUY ? price.min(quote.bid()) : price.max(quote.ask());
  }

  /** The price at which the order side would trade now; zero when nobody offers. */
  static BigDecimal reference(Side orderSide, Quote quote) {
    if (quote == null) {
      return BigDecimal.ZERO;
    }
    BigDecimal first = orderSide == Side.BUY ? quote.ask() : quote.bid();
    BigDecimal second = orderSide == Side.BUY ? quote.bid() : quote.ask();
    return first.signum() > 0 ? first : second;
  }

  static TimeInForce timeInForce(Symbol symbol, BigDecimal quantity) {
    boolean whole = quantity.stripTrailingZeros().scale() <= 0;
    return symbol.isCrypto() || whole ? TimeInForce.GTC : TimeInForce.DAY;
  }

  /** Raises a quantity to the smallest order value that the broker takes. */
  static BigDecimal raisedToMinimum(
      Symbol symbol, BigDecimal quantity, BigDecimal price, Map<String, String> environment) {
    BigDecimal minimum = minimumNotional(symbol, environment);
    if (price.signum() <= 0 || minimum.signum() <= 0) {
      return quantity;
    }
    boolean enough = quantity.multiply(price).compareTo(minimum) >= 0;
    return enough ? quantity : minimum.divide(price, ROOM, RoundingMode.UP);
  }

  private static BigDecimal minimumNotional(Symbol symbol, Map<String, String> environment) {
    String own = environment.get(MIN_NOTIONAL + symbol);
    String given = own != null ? own : environment.get(MIN_NOTIONAL + "DEFAULT");
    if (given == null) {
      return symbol.isCrypto() ? MIN_NOTIONAL_CRYPTO : MIN_NOTIONAL_EQUITY;
    }
    try {
      return new BigDecimal(given.strip());
    } catch (NumberFormatException e) {
      return MIN_NOTIONAL_EQUITY; // as the older system read an unreadable setting
    }
  }

  /** Strictly older than a day: such orders are placed anew. */
  static boolean isStale(Instant submittedAt, Instant now) {
    return submittedAt != null && submittedAt.plus(LONGEST_REST).isBefore(now);
  }
}

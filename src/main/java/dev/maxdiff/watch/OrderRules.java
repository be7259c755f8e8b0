package dev.maxdiff.watch;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules that entry and exit orders share (CONTRACT 5.4 and 5.5). */
final class OrderRules {

  static final Duration LONGEST_REST = Duration.ofHours(24);
  private static final BigDecimal MIN_NOTIONAL_EQUITY = BigDecimal.ONE;
  private static final BigDecimal MIN_NOTIONAL_CRYPTO = BigDecimal.TEN;
  private static final int ROOM = 18;
  private static final int RESERVED_AT_BROKER = 40310000;
  private static final String RELEASE = "awaiting_release";

  /** The gateway's words where it passes on what the broker said; none from the broker itself. */
  private static final Set<String> BY_BROKER = Set.of("", "rejected");

  /** The states of what the gateway holds back, by its word for why. */
  private static final Map<String, String> HELD_BACK =
      Map.of(
          RELEASE,
          RELEASE,
          "paused",
          "paused",
          "no_cash",
          "blocked_no_cash",
          "blocked_opposite_side",
          "blocked_opposite_side");

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

  /**
   * @param quantity null = not known, as of an order given in money; a fraction, then
   */
  static TimeInForce timeInForce(Symbol symbol, BigDecimal quantity) {
    boolean whole = quantity != null && quantity.stripTrailingZeros().scale() <= 0;
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

  /**
   * The price that is sent for a wished one, and therefore the one to compare with: on the passive
   * side of the quote, at the asset's increments (hazard H15).
   */
  static Price asSent(Side orderSide, Price wanted, Quote quote, Increments increments) {
    return increments.passive(orderSide, new Price(passive(orderSide, wanted.value(), quote)));
  }

  /**
   * The orders that rest for more than a day, which are placed anew. Those of one day are left to
   * the calendar: it ends them at the close, and a cancel before that would only uncover.
   */
  static List<Order> stale(List<Order> working, Instant now) {
    return working.stream()
        .filter(order -> order.timeInForce() != TimeInForce.DAY)
        .filter(order -> order.submittedAt() != null)
        .filter(order -> order.submittedAt().plus(LONGEST_REST).isBefore(now))
        .toList();
  }

  static List<Effect> cancels(List<Order> orders) {
    List<Effect> effects = new ArrayList<>();
    orders.forEach(order -> effects.add(new Effect.Cancel(order.id())));
    return effects;
  }

  /**
   * The state after a refusal: what is only reserved still is waited for, and so is whatever our
   * gateway holds back. The broker's code for "not available" says nothing about the latter.
   */
  static String afterRefusal(BrokerException failure, String otherwise) {
    boolean byBroker = BY_BROKER.contains(failure.reason());
    return byBroker && failure.code() == RESERVED_AT_BROKER
        ? RELEASE
        : HELD_BACK.getOrDefault(failure.reason(), otherwise);
  }

  /** Three polls, or longer where a poll is short. */
  static Duration threePolls(Duration poll, Duration least) {
    Duration three = poll.multipliedBy(3);
    return three.compareTo(least) > 0 ? three : least;
  }
}

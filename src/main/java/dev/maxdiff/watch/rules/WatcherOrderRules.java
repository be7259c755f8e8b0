package dev.maxdiff.watch.rules;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.MinimumOrderValue;
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
final class WatcherOrderRules {

  static final Duration LONGEST_REST = Duration.ofHours(24);
  private static final int NOTIONAL_SCALE = 18;
  private static final String RELEASE = "awaiting_release";

  /** The gateway's reasons for a refusal by the broker; empty when the broker answers directly. */
  private static final Set<String> BY_BROKER = Set.of("", "rejected");

  /** The states of an order that the gateway holds back, by the gateway's reason. */
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

  private WatcherOrderRules() {}

  /**
   * Returns whether the reference price is within the tolerance of the limit; false for prices that
   * are not positive and for NaN. The ratio uses doubles, because at the exact bound the older
   * system's result must be kept.
   */
  static boolean withinTolerance(double reference, double limit, double tolerance) {
    return reference > 0 && limit > 0 && Math.abs(reference - limit) / limit <= tolerance;
  }

  /** Returns the price at which an order of this side would trade now; zero without a quote. */
  static BigDecimal reference(Side orderSide, Quote quote) {
    if (quote == null) {
      return BigDecimal.ZERO;
    }
    BigDecimal first = orderSide == Side.BUY ? quote.ask() : quote.bid();
    BigDecimal second = orderSide == Side.BUY ? quote.bid() : quote.ask();
    return first.signum() > 0 ? first : second;
  }

  /**
   * @param quantity base units; null = unknown, as for an order given in money, and treated as
   *     fractional
   */
  static TimeInForce timeInForce(Symbol symbol, BigDecimal quantity) {
    boolean whole = quantity != null && quantity.stripTrailingZeros().scale() <= 0;
    return symbol.isCrypto() || whole ? TimeInForce.GTC : TimeInForce.DAY;
  }

  /** Raises a quantity to the smallest order value that the broker accepts. */
  static BigDecimal raisedToMinimum(
      Symbol symbol, BigDecimal quantity, BigDecimal price, Map<String, String> environment) {
    BigDecimal minimum = minimumNotional(symbol, environment);
    if (price.signum() <= 0 || minimum.signum() <= 0) {
      return quantity;
    }
    boolean enough = quantity.multiply(price).compareTo(minimum) >= 0;
    return enough ? quantity : minimum.divide(price, NOTIONAL_SCALE, RoundingMode.UP);
  }

  private static BigDecimal minimumNotional(Symbol symbol, Map<String, String> environment) {
    String own = environment.get(MIN_NOTIONAL + symbol);
    String given = own != null ? own : environment.get(MIN_NOTIONAL + "DEFAULT");
    if (given == null) {
      return MinimumOrderValue.of(symbol);
    }
    try {
      return new BigDecimal(given.strip());
    } catch (NumberFormatException e) {
      return BigDecimal.ONE; // the older system's value for an unreadable setting
    }
  }

  /**
   * Returns the entry orders that have rested for more than 24 h; the caller replaces them. Day
   * orders are excluded: the broker ends them at the close. An exit is never cancelled for its age,
   * because that would leave the position uncovered.
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
   * Returns the state after a refused order. A quantity that is still reserved by a pending cancel,
   * and an order that the gateway holds back, delay the order; see {@code awaiting_release}. The
   * broker's words about a reserved quantity count only in an answer of the broker itself.
   */
  static String afterRefusal(BrokerException failure, String otherwise) {
    boolean byBroker = BY_BROKER.contains(failure.reason());
    return byBroker && failure.isReservation()
        ? RELEASE
        : HELD_BACK.getOrDefault(failure.reason(), otherwise);
  }

  /** Returns the time of three polls, at least {@code least}. */
  static Duration threePolls(Duration poll, Duration least) {
    Duration three = poll.multipliedBy(3);
    return three.compareTo(least) > 0 ? three : least;
  }
}

package dev.maxdiff.execution.model;

import dev.maxdiff.broker.Order;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fills of orders of other origin that the ledger of one symbol has counted: at the last
 * agreement of ledger and position, or for a correction. No fill explains two differences.
 *
 * @param after the fills of orders submitted until then are counted, except for those in {@code
 *     counted}; null = of none
 * @param counted filled quantity by broker id
 * @param unowned signed quantity that the broker held beyond the keys then
 */
public record ForeignBaseline(Instant after, Map<String, BigDecimal> counted, BigDecimal unowned) {

  /** An order may become visible later than orders submitted after it, by at most this time. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  public static final ForeignBaseline NONE = new ForeignBaseline(null, Map.of(), BigDecimal.ZERO);

  public ForeignBaseline {
    counted = Collections.unmodifiableMap(new TreeMap<>(counted));
  }

  /**
   * Returns the baseline that counts every fill of these orders.
   *
   * @param orders of other origin: the filled and the open ones of the symbol
   */
  public ForeignBaseline counting(Collection<Order> orders, BigDecimal unownedNow) {
    Instant newest = after;
    for (Order order : orders) {
      Instant at = order.submittedAt() == null ? null : order.submittedAt().minus(OVERLAP);
      newest = newest == null || at != null && at.isAfter(newest) ? at : newest;
    }
    Map<String, BigDecimal> next = new TreeMap<>();
    for (Order order : orders) {
      if (order.isOpen() || !isUntil(order, newest)) {
        next.put(order.id(), order.filledQuantity());
      }
    }
    return new ForeignBaseline(newest, next, unownedNow);
  }

  /** Returns the filled quantity that is not counted. */
  public BigDecimal uncounted(Order order) {
    BigDecimal known = counted.get(order.id());
    if (known == null) {
      known = isUntil(order, after) ? order.filledQuantity() : BigDecimal.ZERO;
    }
    return order.filledQuantity().subtract(known);
  }

  private static boolean isUntil(Order order, Instant instant) {
    return instant != null && order.submittedAt() != null && !order.submittedAt().isAfter(instant);
  }
}

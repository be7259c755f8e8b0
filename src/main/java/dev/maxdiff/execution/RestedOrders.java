package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which of our orders were seen waiting in the broker's book before anything of them had filled.
 *
 * <p>An order that meets a quote meets it when it comes: what is open and unfilled a while later
 * has met none, and whatever it fills is charged as resting. The broker does not keep this for us;
 * an order that filled before it was seen for long enough, or in an earlier runtime, is not known
 * to have rested. Not thread-safe.
 */
final class RestedOrders {

  /** The fill that an order begins with may be told later than the order itself. */
  private static final long AFTER = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanos;
  private final Map<String, Long> unfilledSince = new HashMap<>();
  private final Set<String> ids = new HashSet<>();

  /**
   * @param nanos a monotonic clock
   */
  RestedOrders(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Takes note of orders that the broker has just shown.
   *
   * @param asked when it was asked for them, monotonic: it may have looked as early as that
   */
  void seen(List<Order> orders, long asked) {
    long answered = nanos.getAsLong();
    for (Order order : orders) {
      boolean waits = order.status() == OrderStatus.NEW && order.filledQuantity().signum() == 0;
      if (!waits) {
        unfilledSince.remove(order.id());
      } else if (asked - unfilledSince.computeIfAbsent(order.id(), id -> answered) >= AFTER) {
        ids.add(order.id());
      }
    }
  }

  /** The broker's ids of the orders; it grows with them. */
  Set<String> ids() {
    return Collections.unmodifiableSet(ids);
  }
}

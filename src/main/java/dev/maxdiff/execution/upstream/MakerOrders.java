package dev.maxdiff.execution.upstream;

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
 * Records which of our orders rested in the order book before their first fill.
 *
 * <p>An order that takes liquidity fills on arrival. An order that is open and unfilled after a
 * while has taken none, and each later fill pays the maker fee. The broker does not report this. An
 * order counts as rested only if this runtime has seen it unfilled for long enough. Not
 * thread-safe.
 */
final class MakerOrders {

  /**
   * Time an order must be seen unfilled, because the broker may report the fill on arrival late.
   */
  private static final long AFTER = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanos;
  private final Map<String, Long> unfilledSince = new HashMap<>();
  private final Set<String> ids = new HashSet<>();

  /**
   * @param nanos a monotonic clock
   */
  MakerOrders(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Records orders that the broker has just shown.
   *
   * @param asked time of the request, monotonic, nanoseconds; the data may be as old as that
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

  /** Returns a live view of the broker ids of the rested orders. */
  Set<String> ids() {
    return Collections.unmodifiableSet(ids);
  }
}

package dev.maxdiff.watch;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Reads a watcher's own open orders. */
final class OwnOrders {

  private static final String OURS = "mdx-";

  private OwnOrders() {}

  /** Orders that still work; those on their way out are waited for, not acted on. */
  static List<Order> working(List<Order> orders) {
    return orders.stream().filter(order -> !isLeaving(order)).toList();
  }

  static boolean isLeaving(Order order) {
    return order.status() == OrderStatus.PENDING_CANCEL
        || order.status() == OrderStatus.PENDING_REPLACE;
  }

  static BigDecimal openQuantity(List<Order> orders) {
    return orders.stream()
        .map(order -> order.remaining().abs())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * What these orders have filled for a wish: those of its generations, and, where an id names
   * none, those placed since this process started.
   */
  static BigDecimal filled(List<Order> orders, long sinceGeneration, Instant startedAt) {
    return orders.stream()
        .filter(order -> isOf(order, sinceGeneration, startedAt))
        .map(order -> order.filledQuantity().abs())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static boolean isOf(Order order, long sinceGeneration, Instant startedAt) {
    OptionalLong generation = generation(order);
    return generation.isPresent()
        ? generation.getAsLong() >= sinceGeneration
        : order.submittedAt() != null && !order.submittedAt().isBefore(startedAt);
  }

  /** The generation that placed an order; empty when its id does not say. */
  static OptionalLong generation(Order order) {
    String id = order.clientOrderId();
    if (id == null || !id.startsWith(OURS)) {
      return OptionalLong.empty();
    }
    int last = id.lastIndexOf('-');
    int before = id.lastIndexOf('-', last - 1);
    try {
      return OptionalLong.of(Long.parseLong(id.substring(before + 1, last)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}

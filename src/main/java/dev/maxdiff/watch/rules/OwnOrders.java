package dev.maxdiff.watch.rules;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Functions of a watcher's own orders. */
final class OwnOrders {

  private static final String OURS = "mdx-";

  private OwnOrders() {}

  /**
   * Returns the orders without a pending cancel or replace; the caller waits for the others to end.
   */
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
   * Returns the quantity that these orders have filled for a wish, base units: orders of its
   * generations, and orders without a generation in their id that were placed since this process
   * started.
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

  /** Returns the generation that placed an order; empty when its id names none. */
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

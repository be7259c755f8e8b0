package dev.maxdiff.broker;

import java.util.List;

/**
 * The orders of one read, oldest submission first. An order that cannot be read never makes the
 * others unreadable (promise P14).
 *
 * @param opaque orders with several legs, and orders that cannot be read
 */
public record OrderList(List<Order> orders, List<OpaqueOrder> opaque) {

  public OrderList {
    orders = List.copyOf(orders);
    opaque = List.copyOf(opaque);
  }

  /** Returns a list in which every order has been read. */
  public static OrderList of(List<Order> orders) {
    return new OrderList(orders, List.of());
  }

  public int size() {
    return orders.size() + opaque.size();
  }
}

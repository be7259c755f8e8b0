package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.Order;
import dev.maxdiff.execution.model.OwnOrder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The open orders of other origin, and those of any state that have filled: they explain why the
 * broker holds less than the keys own. Not thread-safe.
 */
final class ForeignOrders {

  private final Map<String, Order> byId = new LinkedHashMap<>();
  private final Map<String, Order> filledById = new LinkedHashMap<>();
  private List<Order> open = List.of(); // the values of byId
  private List<Order> filled = List.of(); // the values of filledById

  void merge(List<Order> orders) {
    boolean hasFilled = false;
    for (Order order : orders) {
      if (order.isOpen()) {
        byId.put(order.id(), order);
      } else {
        byId.remove(order.id());
      }
      hasFilled |=
          order.filledQuantity().signum() > 0 && !order.equals(filledById.put(order.id(), order));
    }
    if (!orders.isEmpty()) {
      open = List.copyOf(byId.values());
    }
    filled = hasFilled ? List.copyOf(filledById.values()) : filled;
  }

  /** Forgets every other order. */
  void keep(Set<String> ids) {
    if (byId.keySet().retainAll(ids)) {
      open = List.copyOf(byId.values());
    }
  }

  /** Forgets orders that have turned out to be ours. */
  void remove(List<OwnOrder> ours) {
    boolean isAny = false;
    for (OwnOrder line : ours) {
      isAny |= byId.remove(line.order().id()) != null;
      isAny |= filledById.remove(line.order().id()) != null;
    }
    if (isAny) {
      open = List.copyOf(byId.values());
      filled = List.copyOf(filledById.values());
    }
  }

  boolean isAnyBefore(Instant instant) {
    return open.stream().map(Order::submittedAt).anyMatch(at -> at == null || !at.isAfter(instant));
  }

  /** Returns the same list until an order changes. */
  List<Order> open() {
    return open;
  }

  /** Returns the same list until an order changes. */
  List<Order> filled() {
    return filled;
  }
}

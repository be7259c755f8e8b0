package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OwnOrder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The orders as observed last. Differences between two observations are fills and ends; the first
 * observation is the baseline and shows none.
 *
 * @param known by broker id
 * @param open number of open orders among them
 */
public record FillHistory(PMap<String, Order> known, int open, boolean hasBaseline) {

  static final FillHistory NONE = new FillHistory(HashTreePMap.empty(), 0, false);

  boolean hasOpenOrders() {
    return open > 0;
  }

  /**
   * Returns the history after an observation.
   *
   * @param changed at least the orders that have changed since the last one
   */
  FillHistory after(List<OwnOrder> changed) {
    PMap<String, Order> next = known;
    int nowOpen = open;
    for (OwnOrder own : changed) {
      Order order = own.order();
      nowOpen += count(order) - count(next.get(order.id()));
      next = next.plus(order.id(), order);
    }
    return new FillHistory(next, nowOpen, true);
  }

  private static int count(Order order) {
    return order != null && order.isOpen() ? 1 : 0;
  }

  /**
   * Returns the events since the last observation, oldest order first.
   *
   * @param changed at least the orders that have changed since then, oldest first
   */
  List<OrderEvent> events(List<OwnOrder> changed) {
    List<OrderEvent> events = new ArrayList<>();
    if (hasBaseline) {
      changed.forEach(own -> compare(known.get(own.order().id()), own, events));
    }
    return events;
  }

  private static void compare(Order before, OwnOrder own, List<OrderEvent> events) {
    Order now = own.order();
    BigDecimal filledBefore = before == null ? BigDecimal.ZERO : before.filledQuantity();
    BigDecimal filled = now.filledQuantity().subtract(filledBefore);
    if (filled.signum() > 0) {
      Price price = new Price(price(before, now, filled));
      events.add(new OrderEvent.Filled(own.slot(), own.generation(), price, new Quantity(filled)));
    }
    if (!now.isOpen() && (before == null || before.isOpen())) {
      Price limit = now.limitPrice() == null ? null : new Price(now.limitPrice());
      events.add(
          new OrderEvent.Ended(
              own.slot(), own.generation(), limit, now.status(), now.filledQuantity()));
    }
  }

  /** Returns the price of the new fill; the broker reports the average over the whole order. */
  private static BigDecimal price(Order before, Order now, BigDecimal filled) {
    if (now.filledAveragePrice() == null) {
      return now.limitPrice();
    }
    if (before == null || before.filledAveragePrice() == null) {
      return now.filledAveragePrice();
    }
    BigDecimal value =
        now.filledAveragePrice()
            .multiply(now.filledQuantity())
            .subtract(before.filledAveragePrice().multiply(before.filledQuantity()));
    BigDecimal price = value.divide(filled, MathContext.DECIMAL32);
    return price.signum() > 0 ? price : now.filledAveragePrice();
  }
}

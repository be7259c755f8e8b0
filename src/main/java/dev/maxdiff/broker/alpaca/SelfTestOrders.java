package dev.maxdiff.broker.alpaca;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The orders that a self-test places, remembered before they are sent, so that all of them can be
 * cancelled whatever happens in between.
 *
 * <p>Their ids begin with {@code selftest-}: what a killed self-test has left is known by that.
 */
final class SelfTestOrders {

  static final String PREFIX = "selftest-";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Broker broker;
  private final String run;
  private final Set<String> clientOrderIds = new LinkedHashSet<>();
  private final Set<String> ids = new LinkedHashSet<>();

  /**
   * @param run letters and digits that tell this run's orders from those of others
   */
  SelfTestOrders(Broker broker, String run) {
    this.broker = broker;
    this.run = run;
  }

  /** An id that no order has had. */
  String newClientOrderId() {
    String id = PREFIX + run + "-" + (clientOrderIds.size() + 1);
    clientOrderIds.add(id);
    return id;
  }

  Order place(
      Symbol symbol, Side side, Quantity quantity, Price price, TimeInForce tif, String id) {
    return remembered(broker.submit(new OrderRequest(symbol, side, quantity, price, tif, id)));
  }

  Order move(Order order, Price price, String clientOrderId) {
    return remembered(
        broker.replace(order.id(), new ReplaceRequest(null, price, null, clientOrderId)));
  }

  private Order remembered(Order order) {
    ids.add(order.id());
    return order;
  }

  /** The order once it is terminal, or as it is when that takes too long. */
  Order awaitTerminal(String id) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Order order = broker.order(id).orElseThrow(() -> gone(id));
    while (order.isOpen() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE.toNanos());
      order = broker.order(id).orElseThrow(() -> gone(id));
    }
    return order;
  }

  private static BrokerException gone(String id) {
    return new BrokerException(
        BrokerException.Failure.NOT_FOUND, 404, 0, "order " + id + " is not known any more");
  }

  /**
   * Cancels every order of this and of earlier self-tests that is open, and waits for the ends.
   *
   * @return what could not be confirmed as ended, in words; empty = nothing is left
   */
  List<String> cancelAll() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Map<String, String> left;
    do {
      left = cancelOnce();
      if (!left.isEmpty()) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } while (!left.isEmpty() && System.nanoTime() < deadline);
    return new ArrayList<>(left.values());
  }

  private Map<String, String> cancelOnce() {
    Map<String, String> left = new LinkedHashMap<>();
    List<Order> open;
    try {
      open = broker.orders(OrderQuery.open());
    } catch (BrokerException e) {
      return Map.of("", "open orders could not be read: " + e.getMessage());
    }
    for (Order order : open) {
      if (isOurs(order)) {
        left.put(order.id(), words(order) + " is " + order.status());
        cancel(order, left);
      }
    }
    return left;
  }

  private void cancel(Order order, Map<String, String> left) {
    try {
      broker.cancel(order.id());
    } catch (BrokerException e) {
      left.put(order.id(), words(order) + ": " + e.getMessage());
    }
  }

  /** By either id: a replacement without one of ours has one of the broker's making. */
  private boolean isOurs(Order order) {
    return order.clientOrderId().startsWith(PREFIX)
        || ids.contains(order.id())
        || Optional.ofNullable(order.replaces()).filter(ids::contains).isPresent();
  }

  private static String words(Order order) {
    return "order " + order.clientOrderId() + " (" + order.symbol() + ")";
  }
}

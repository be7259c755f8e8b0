package dev.maxdiff.broker.alpaca.selftest;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.MinimumOrderValue;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
 * Places the orders of a self-test, records their ids before they are sent, and cancels all of them
 * at the end.
 *
 * <p>The client order ids begin with {@code selftest-}, so that a later run finds the orders of a
 * killed self-test.
 */
final class SelfTestOrders {

  static final Symbol COIN = new Symbol("BTCUSD");
  static final Symbol STOCK = new Symbol("AAPL");

  /** Value of a test order, in USD. */
  static final BigDecimal NOTIONAL = new BigDecimal("20");

  /** Prefix of the client order ids. */
  static final String PREFIX = "selftest-";

  private static final int COIN_SCALE = 9;
  private static final BigDecimal TWO = new BigDecimal("2");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Broker broker;
  private final String run;
  private final Set<String> clientOrderIds = new LinkedHashSet<>();
  private final Set<String> ids = new LinkedHashSet<>();

  /**
   * @param run letters and digits that no other run uses
   */
  SelfTestOrders(Broker broker, String run) {
    this.broker = broker;
    this.run = run;
  }

  /** A client order id that no order has used. */
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

  /** Places a buy order of {@link #COIN} at half the bid, with a new client order id. */
  Order rest() {
    return restAs(newClientOrderId());
  }

  /** Places a buy order of {@link #COIN} at half the bid. */
  Order restAs(String clientOrderId) {
    Price price = far(Side.BUY, "0.5");
    BigDecimal quantity = NOTIONAL.divide(price.value(), 6, RoundingMode.UP);
    return place(COIN, Side.BUY, new Quantity(quantity), price, TimeInForce.GTC, clientOrderId);
  }

  /** Places a sell order of {@link #COIN} at twice the bid. */
  Order sale(BigDecimal quantity) {
    return place(
        COIN,
        Side.SELL,
        new Quantity(quantity),
        far(Side.SELL, "2"),
        TimeInForce.GTC,
        newClientOrderId());
  }

  /** A quantity of {@link #COIN} whose {@link #sale} is worth half of the smallest order value. */
  BigDecimal belowMinimum() {
    BigDecimal value = MinimumOrderValue.of(COIN).divide(TWO);
    return value.divide(far(Side.SELL, "2").value(), COIN_SCALE, RoundingMode.DOWN);
  }

  /** Places a day order to buy {@link #STOCK}. */
  Order stock(BigDecimal quantity, Price price) {
    return place(
        STOCK, Side.BUY, new Quantity(quantity), price, TimeInForce.DAY, newClientOrderId());
  }

  private Order remembered(Order order) {
    ids.add(order.id());
    return order;
  }

  /** The bid of {@link #COIN} times a factor, rounded away from the market. */
  Price far(Side side, String factor) {
    BigDecimal price = price(COIN).multiply(new BigDecimal(factor));
    return new Price(price.setScale(1, side == Side.BUY ? RoundingMode.DOWN : RoundingMode.UP));
  }

  /** Half of the bid, rounded down to {@code scale} decimals. */
  BigDecimal half(Symbol symbol, int scale) {
    return price(symbol).divide(TWO, scale, RoundingMode.DOWN);
  }

  /**
   * The bid of a symbol, in quote currency.
   *
   * @throws BrokerException when the broker has no bid
   */
  BigDecimal price(Symbol symbol) {
    Quote quote = broker.quotes(Set.of(symbol)).get(symbol);
    if (quote == null || quote.bid().signum() <= 0) {
      throw new BrokerException(
          BrokerException.Failure.NOT_FOUND,
          404,
          0,
          "no quote of " + symbol + " to place orders by");
    }
    return quote.bid();
  }

  /** Waits until the order is terminal, at most 20 s, and returns its last state. */
  Order awaitTerminal(String id) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
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
   * Cancels every open order of this and of earlier self-tests, and waits until they are terminal,
   * at most 20 s.
   *
   * @return one line per order without a confirmed end; empty = all orders have ended
   */
  List<String> cancelAll() {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
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
      open = broker.orders(OrderQuery.open()).orders();
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

  /** Matches by either id, because the broker assigns an id to a replacement without ours. */
  private boolean isOurs(Order order) {
    return order.clientOrderId().startsWith(PREFIX)
        || ids.contains(order.id())
        || Optional.ofNullable(order.replaces()).filter(ids::contains).isPresent();
  }

  private static String words(Order order) {
    return "order " + order.clientOrderId() + " (" + order.symbol() + ")";
  }
}

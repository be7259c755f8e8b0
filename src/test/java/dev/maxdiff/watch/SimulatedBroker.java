package dev.maxdiff.watch;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.CashTransfer;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A broker of one symbol that behaves as a case specifies and records its requests. */
public final class SimulatedBroker implements Broker {

  /** One line of the broker's log. */
  public record Asked(String what, String id, Order order) {}

  public final List<Asked> log = new ArrayList<>();
  public final List<Order> orders = new ArrayList<>();
  public final Symbol symbol;
  public Instant now;
  public BigDecimal position = BigDecimal.ZERO;
  public Quote quote;
  public Account account = account(amount(100_000), amount(100_000), amount(200_000));

  /** The failure of a read; null = it succeeds. */
  String failReads;

  /** Null = reads succeed. */
  public BrokerException readFailure;

  /** Null = orders are taken. */
  public BrokerException sendFailure;

  boolean hideOrders;
  String rejection;
  public long generation = 1;
  private int count;

  public SimulatedBroker(Symbol symbol, Instant now) {
    this.symbol = symbol;
    this.now = now;
  }

  public static Account account(BigDecimal cash, BigDecimal equity, BigDecimal buyingPower) {
    return new Account(
        "SIM",
        "ACTIVE",
        cash,
        equity,
        equity,
        buyingPower,
        cash,
        BigDecimal.ONE,
        false,
        false,
        true);
  }

  public void add(
      String id, String clientOrderId, Side side, String quantity, String limit, Instant at) {
    orders.add(
        order(
            id,
            clientOrderId,
            side,
            new BigDecimal(quantity),
            new BigDecimal(limit),
            TimeInForce.GTC,
            at));
  }

  public void fillAll() {
    for (Order order : open()) {
      BigDecimal signed = order.side() == Side.BUY ? order.remaining() : order.remaining().negate();
      position = position.add(signed);
      change(order, OrderStatus.FILLED, order.quantity());
    }
  }

  public void fill(String id, String filled) {
    Order order = order(id).orElseThrow();
    change(order, OrderStatus.PARTIALLY_FILLED, new BigDecimal(filled));
  }

  public void dropOrders() {
    open().forEach(order -> change(order, OrderStatus.CANCELED, order.filledQuantity()));
  }

  /** Applies a market close to the day orders. */
  void expireDayOrders() {
    open().stream()
        .filter(order -> order.timeInForce() == TimeInForce.DAY)
        .forEach(order -> change(order, OrderStatus.EXPIRED, order.filledQuantity()));
  }

  public List<Order> open() {
    return orders.stream().filter(Order::isOpen).toList();
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public List<CashTransfer> transfers(Instant after) {
    return List.of();
  }

  @Override
  public PositionList positions() {
    if (failReads != null) {
      throw new BrokerException(Failure.UNRESOLVED, 500, 0, failReads);
    }
    return PositionList.of(
        position.signum() == 0
            ? List.of()
            : List.of(new Position(symbol, position, position, BigDecimal.ONE, BigDecimal.ONE)));
  }

  @Override
  public OrderList orders(OrderQuery query) {
    if (readFailure != null) {
      throw readFailure;
    }
    if (!query.openOnly()) {
      return OrderList.of(orders);
    }
    return OrderList.of(hideOrders ? List.of() : open());
  }

  @Override
  public Optional<Order> order(String id) {
    return orders.stream().filter(order -> order.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Order> orderByClientOrderId(String clientOrderId) {
    return orders.stream().filter(order -> order.clientOrderId().equals(clientOrderId)).findFirst();
  }

  @Override
  public Order submit(OrderRequest request) {
    if (sendFailure != null) {
      throw sendFailure;
    }
    if (rejection != null) {
      throw new BrokerException(Failure.REJECTED, 403, 40310000 + 1, rejection);
    }
    Order order =
        order(
            "o" + ++count,
            "mdx-abcdef-" + symbol + "-b-maxdiff-e-" + generation + "-" + count,
            request.side(),
            request.quantity().value(),
            request.limitPrice().value(),
            request.timeInForce(),
            now);
    orders.add(order);
    log.add(new Asked("submit", order.id(), order));
    return order;
  }

  @Override
  public Order replace(String id, ReplaceRequest request) {
    if (sendFailure != null) {
      throw sendFailure; // a refused replacement leaves the old order
    }
    Order old = order(id).orElseThrow();
    cancel(id);
    Quantity quantity =
        request.quantity() == null ? new Quantity(old.quantity()) : request.quantity();
    Price price = request.limitPrice();
    return submit(new OrderRequest(symbol, old.side(), quantity, price, old.timeInForce(), null));
  }

  @Override
  public void cancel(String id) {
    log.add(new Asked("cancel", id, order(id).orElseThrow()));
    change(order(id).orElseThrow(), OrderStatus.CANCELED, BigDecimal.ZERO);
  }

  @Override
  public MarketClock clock() {
    return new MarketClock(now, true, now, now);
  }

  @Override
  public List<TradingDay> calendar(LocalDate first, LocalDate last) {
    return List.of();
  }

  @Override
  public Map<Symbol, Quote> quotes(Set<Symbol> symbols) {
    return quote == null ? Map.of() : Map.of(symbol, quote);
  }

  @Override
  public Optional<Asset> asset(Symbol wanted) {
    return Optional.empty();
  }

  private void change(Order order, OrderStatus status, BigDecimal filled) {
    orders.set(
        orders.indexOf(order),
        new Order(
            order.id(),
            order.clientOrderId(),
            order.symbol(),
            order.side(),
            order.type(),
            order.timeInForce(),
            order.quantity(),
            filled,
            order.filledAveragePrice(),
            order.limitPrice(),
            status,
            order.createdAt(),
            order.submittedAt(),
            now,
            null,
            null,
            null,
            null,
            null));
  }

  private Order order(
      String id,
      String clientOrderId,
      Side side,
      BigDecimal quantity,
      BigDecimal limit,
      TimeInForce tif,
      Instant at) {
    String client = clientOrderId == null ? UUID.randomUUID().toString() : clientOrderId;
    return new Order(
        id,
        client,
        symbol,
        side,
        "limit",
        tif,
        quantity,
        BigDecimal.ZERO,
        null,
        limit,
        OrderStatus.NEW,
        at,
        at,
        at,
        null,
        null,
        null,
        null,
        null);
  }

  private static BigDecimal amount(long value) {
    return BigDecimal.valueOf(value);
  }
}

package dev.maxdiff.execution;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.CashTransfer;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.broker.OpaquePosition;
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
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A broker in memory with injected failures. It nets positions, reserves closing quantity, refuses
 * a repeated client order id, and completes cancels at {@link #settle} or at once.
 */
public final class FakeBroker implements Broker {

  /** The failure of the next request that changes orders. */
  public enum Fault {
    NONE,
    /** The request is executed; the answer is lost. */
    ANSWER_LOST,
    /** The request is not executed; the caller cannot know. */
    REQUEST_LOST,
    /**
     * The request is executed, the answer is lost, and the order is visible after {@link
     * FakeBroker#reveal}.
     */
    HIDDEN,
    RESERVED,
    /** The broker forbids the order for another cause, with the same code. */
    FORBIDDEN,
    UNREACHABLE
  }

  public static final Instant NOW = Instant.parse("2026-01-05T15:00:00Z");

  public final List<String> sent = new ArrayList<>();
  public final List<String> lookups = new ArrayList<>();
  public boolean cancelsAtOnce = true;
  public volatile boolean unreadable;
  public boolean positionsLag;
  public List<OpaqueOrder> opaque = List.of();
  public List<OpaquePosition> opaquePositions = List.of();
  public BigDecimal coinFee = BigDecimal.ZERO;

  /** Time between the submissions of two orders. */
  public Duration between = Duration.ofMillis(1);

  /** The symbols of positions that the broker has renamed; their orders keep the old one. */
  public Map<Symbol, Symbol> renamed = Map.of();

  /** The words in which an order below 10 USD is refused; null = it is taken. */
  public String tooSmall;

  public BigDecimal cash = new BigDecimal("100000");
  public List<CashTransfer> transfers = List.of();
  BigDecimal bid = new BigDecimal("100");
  public BigDecimal ask = new BigDecimal("101");
  public Runnable beforeSend = () -> {};
  public Runnable beforeReplace = () -> {};
  public Runnable beforeCancel = () -> {};
  public volatile Runnable beforeAsset = () -> {};

  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Map<String, Order> hidden = new LinkedHashMap<>();
  private final Map<Symbol, BigDecimal> positions = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Map<Symbol, BigDecimal> shown = new HashMap<>();
  private int count;

  public synchronized void failNext(Fault... next) {
    faults.addAll(List.of(next));
  }

  public synchronized void hold(String symbol, String quantity) {
    positions.merge(Symbol.parse(symbol), new BigDecimal(quantity), BigDecimal::add);
  }

  public synchronized BigDecimal position(Symbol symbol) {
    return positions.getOrDefault(symbol, BigDecimal.ZERO);
  }

  /** Adds an order that did not pass a gateway under test. */
  public synchronized Order place(
      String clientOrderId, String symbol, Side side, String qty, String at) {
    return add(
        clientOrderId, Symbol.parse(symbol), side, new BigDecimal(qty), new BigDecimal(at), null);
  }

  public synchronized void fill(String id, String quantity) {
    Order order = orders.get(id);
    BigDecimal part = new BigDecimal(quantity).min(order.remaining());
    BigDecimal filled = order.filledQuantity().add(part);
    boolean all = filled.compareTo(order.quantity()) == 0;
    OrderStatus status =
        all
            ? OrderStatus.FILLED
            : order.status() == OrderStatus.NEW ? OrderStatus.PARTIALLY_FILLED : order.status();
    orders.put(id, with(order, status, filled, order.replacedBy()));
    BigDecimal got =
        order.side() == Side.SELL
            ? part.negate()
            : order.symbol().isCrypto() ? part.multiply(BigDecimal.ONE.subtract(coinFee)) : part;
    positions.merge(order.symbol(), got, BigDecimal::add);
    BigDecimal paid = part.multiply(order.limitPrice());
    cash = order.side() == Side.BUY ? cash.subtract(paid) : cash.add(paid);
  }

  /** Completes the pending cancels. */
  public synchronized void settle() {
    orders.replaceAll(
        (id, order) ->
            order.status() == OrderStatus.PENDING_CANCEL
                ? with(order, OrderStatus.CANCELED, order.filledQuantity(), null)
                : order);
  }

  /** With {@link #positionsLag}: adds the fills to the positions. */
  public synchronized void publish() {
    shown.putAll(positions);
  }

  public synchronized void reveal() {
    orders.putAll(hidden);
    hidden.clear();
  }

  public synchronized List<Order> open() {
    return orders.values().stream().filter(Order::isOpen).toList();
  }

  public synchronized List<Order> all() {
    return List.copyOf(orders.values());
  }

  @Override
  public synchronized Account account() {
    checkReadable();
    return new Account(
        "PA1", "ACTIVE", cash, cash, cash, cash, cash, BigDecimal.ONE, false, false, true);
  }

  @Override
  public synchronized List<CashTransfer> transfers(Instant after) {
    checkReadable();
    return transfers;
  }

  @Override
  public synchronized PositionList positions() {
    checkReadable();
    List<Position> held =
        (positionsLag ? shown : positions)
            .entrySet().stream()
                .filter(line -> line.getValue().signum() != 0)
                .map(
                    line ->
                        new Position(
                            renamed.getOrDefault(line.getKey(), line.getKey()),
                            line.getValue(),
                            line.getValue(),
                            bid,
                            bid,
                            assetId(line.getKey())))
                .toList();
    return new PositionList(held, opaquePositions);
  }

  @Override
  public synchronized OrderList orders(OrderQuery query) {
    checkReadable();
    List<Order> found =
        orders.values().stream()
            .filter(order -> opaque.stream().noneMatch(line -> line.id().equals(order.id())))
            .filter(order -> !query.openOnly() || order.isOpen())
            .filter(order -> query.after() == null || order.submittedAt().isAfter(query.after()))
            .filter(order -> query.symbols().isEmpty() || query.symbols().contains(order.symbol()))
            .toList();
    return new OrderList(
        found, opaque.stream().filter(order -> !query.openOnly() || order.isOpen()).toList());
  }

  @Override
  public synchronized Optional<Order> order(String id) {
    checkReadable();
    return Optional.ofNullable(orders.get(id));
  }

  @Override
  public synchronized Optional<Order> orderByClientOrderId(String clientOrderId) {
    lookups.add(clientOrderId);
    checkReadable();
    return orders.values().stream()
        .filter(order -> order.clientOrderId().equals(clientOrderId))
        .findFirst();
  }

  @Override
  public Order submit(OrderRequest request) {
    beforeSend.run();
    return perform(request.clientOrderId(), () -> accept(request));
  }

  private Order accept(OrderRequest request) {
    boolean known =
        orders.values().stream().anyMatch(o -> o.clientOrderId().equals(request.clientOrderId()));
    if (known) {
      throw refusal(422, 42210000, "client_order_id must be unique");
    }
    checkReservation(request);
    BigDecimal value = request.quantity().value().multiply(request.limitPrice().value());
    if (tooSmall != null && value.compareTo(BigDecimal.TEN) < 0) {
      throw refusal(403, 40310000, tooSmall);
    }
    return add(
        request.clientOrderId(),
        request.symbol(),
        request.side(),
        request.quantity().value(),
        request.limitPrice().value(),
        null);
  }

  private void checkReservation(OrderRequest request) {
    BigDecimal position = position(request.symbol());
    if (request.side() == Side.SELL && request.symbol().isCrypto()) {
      BigDecimal reserved =
          open().stream()
              .filter(order -> order.symbol().equals(request.symbol()))
              .filter(order -> order.side() == Side.SELL)
              .map(Order::remaining)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      if (reserved.add(request.quantity().value()).compareTo(position) > 0) {
        throw refusal(403, 40310000, "insufficient balance");
      }
    }
  }

  @Override
  public Order replace(String id, ReplaceRequest request) {
    beforeReplace.run();
    return perform(request.clientOrderId(), () -> replaced(id, request));
  }

  private Order replaced(String id, ReplaceRequest request) {
    Order old = orders.get(id);
    if (old.status() != OrderStatus.NEW && old.status() != OrderStatus.PARTIALLY_FILLED) {
      throw refusal(422, 42210000, "order is not replaceable");
    }
    Order next =
        add(
            Objects.requireNonNullElse(request.clientOrderId(), "broker-" + id),
            old.symbol(),
            old.side(),
            request.quantity() == null ? old.remaining() : request.quantity().value(),
            request.limitPrice().value(),
            id);
    orders.put(id, with(old, OrderStatus.REPLACED, old.filledQuantity(), next.id()));
    return next;
  }

  private synchronized Order perform(String what, java.util.function.Supplier<Order> action) {
    Fault fault = faults.isEmpty() ? Fault.NONE : faults.remove(0);
    switch (fault) {
      case FORBIDDEN -> throw refusal(403, 40310000, "potential wash trade detected");
      case RESERVED -> throw refusal(403, 40310000, "insufficient qty available");
      case UNREACHABLE ->
          throw new BrokerException(Failure.UNREACHABLE, 0, 0, "connection refused");
      case REQUEST_LOST -> {
        sent.add(what);
        throw new BrokerException(Failure.UNRESOLVED, 0, 0, "timed out");
      }
      default -> sent.add(what);
    }
    Order done = action.get();
    if (fault == Fault.HIDDEN) {
      orders.remove(done.id());
      hidden.put(done.id(), done);
    }
    if (fault != Fault.NONE) {
      throw new BrokerException(Failure.UNRESOLVED, 504, 0, "gateway timeout");
    }
    return done;
  }

  @Override
  public synchronized void cancel(String id) {
    beforeCancel.run();
    Order order = orders.get(id);
    if (order == null) {
      throw new BrokerException(Failure.NOT_FOUND, 404, 40410000, "order not found");
    }
    if (!order.isOpen()) {
      throw refusal(422, 42210000, "order is not cancelable");
    }
    orders.put(id, with(order, OrderStatus.PENDING_CANCEL, order.filledQuantity(), null));
    if (cancelsAtOnce) {
      settle();
    }
  }

  @Override
  public MarketClock clock() {
    return new MarketClock(NOW, true, NOW.plusSeconds(3600), NOW.plusSeconds(7200));
  }

  @Override
  public List<TradingDay> calendar(LocalDate first, LocalDate last) {
    return List.of(new TradingDay(first, LocalTime.of(9, 30), LocalTime.of(16, 0)));
  }

  @Override
  public synchronized Map<Symbol, Quote> quotes(Set<Symbol> symbols) {
    checkReadable();
    Map<Symbol, Quote> quotes = new HashMap<>();
    symbols.forEach(
        symbol ->
            quotes.put(
                symbol, new Quote(bid, BigDecimal.ONE, ask, BigDecimal.ONE, NOW.minusSeconds(1))));
    return quotes;
  }

  @Override
  public Optional<Asset> asset(Symbol symbol) {
    beforeAsset.run();
    Increments increments =
        symbol.isCrypto()
            ? new Increments(new BigDecimal("0.01"), new BigDecimal("0.0001"))
            : Increments.EQUITY;
    return Optional.of(
        new Asset(symbol, increments, new BigDecimal("0.001"), true, true, !symbol.isCrypto()));
  }

  private Order add(
      String clientOrderId, Symbol symbol, Side side, BigDecimal qty, BigDecimal at, String old) {
    count++;
    Instant submitted = NOW.plus(between.multipliedBy(count));
    String id = new UUID(0, count).toString();
    Order order =
        new Order(
                id,
                clientOrderId,
                symbol,
                side,
                "limit",
                TimeInForce.GTC,
                qty,
                BigDecimal.ZERO,
                null,
                at,
                OrderStatus.NEW,
                submitted,
                submitted,
                submitted,
                null,
                null,
                null,
                old,
                null)
            .ofAsset(assetId(symbol));
    orders.put(id, order);
    return order;
  }

  private static String assetId(Symbol symbol) {
    return "asset of " + symbol;
  }

  static Order with(Order order, OrderStatus status, BigDecimal filled, String replacedBy) {
    return new Order(
            order.id(),
            order.clientOrderId(),
            order.symbol(),
            order.side(),
            order.type(),
            order.timeInForce(),
            order.quantity(),
            filled,
            filled.signum() == 0 ? null : order.limitPrice(),
            order.limitPrice(),
            status,
            order.createdAt(),
            order.submittedAt(),
            NOW,
            null,
            null,
            null,
            order.replaces(),
            replacedBy)
        .ofAsset(order.assetId());
  }

  private void checkReadable() {
    if (unreadable) {
      throw new BrokerException(Failure.UNREACHABLE, 0, 0, "connection refused");
    }
  }

  private static BrokerException refusal(int status, int code, String message) {
    return new BrokerException(Failure.REJECTED, status, code, message);
  }
}

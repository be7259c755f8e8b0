package dev.maxdiff.replay;

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
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.broker.paper.engine.ApiError;
import dev.maxdiff.broker.paper.engine.ExchangeEngine.Outcome;
import dev.maxdiff.broker.paper.engine.ExchangeOrder;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.broker.paper.engine.ExchangeTransfer;
import dev.maxdiff.broker.paper.engine.OrderWindow;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A {@link SimulatedExchange} as a broker behind a network, without JSON. */
final class ExchangeBroker implements Broker {

  private static final String ORDERS = "/v2/orders";

  private final SimulatedExchange exchange;
  private final ExchangeNetwork network;

  ExchangeBroker(SimulatedExchange exchange, ExchangeNetwork network) {
    this.exchange = exchange;
    this.network = network;
  }

  @Override
  public Account account() {
    return network.send("GET", "/v2/account", () -> exchange.view().account());
  }

  @Override
  public List<CashTransfer> transfers(Instant after) {
    return network.send(
        "GET",
        "/v2/account/activities",
        () ->
            exchange.view().state().transfers().stream()
                .filter(moved -> after == null || moved.at().isAfter(after))
                .map(ExchangeBroker::transfer)
                .toList());
  }

  private static CashTransfer transfer(ExchangeTransfer moved) {
    return new CashTransfer(
        String.valueOf(moved.number()),
        moved.amount().signum() > 0 ? "CSD" : "CSW",
        moved.amount(),
        moved.at());
  }

  @Override
  public PositionList positions() {
    return network.send("GET", "/v2/positions", () -> PositionList.of(exchange.view().positions()));
  }

  @Override
  public OrderList orders(OrderQuery query) {
    return network.send("GET", ORDERS, () -> OrderList.of(selected(query)));
  }

  private List<Order> selected(OrderQuery query) {
    OrderWindow.Status status = query.openOnly() ? OrderWindow.Status.OPEN : OrderWindow.Status.ALL;
    return exchange
        .view()
        .state()
        .orders(status, OrderWindow.ALL.after(query.after()), true)
        .filter(order -> query.symbols().isEmpty() || query.symbols().contains(order.symbol()))
        .map(ExchangeOrder::view)
        .toList();
  }

  @Override
  public Optional<Order> order(String id) {
    return network.send(
        "GET", path(id), () -> exchange.view().state().order(id).map(ExchangeOrder::view));
  }

  @Override
  public Optional<Order> orderByClientOrderId(String clientOrderId) {
    return network.send(
        "GET",
        ORDERS + ":by_client_order_id",
        () -> {
          ExchangeState state = exchange.view().state();
          return Optional.ofNullable(state.clientOrderIds().get(clientOrderId))
              .flatMap(state::order)
              .map(ExchangeOrder::view);
        });
  }

  @Override
  public Order submit(OrderRequest request) {
    return network.send(
        "POST",
        ORDERS,
        () -> placed("POST", ORDERS, request.clientOrderId(), exchange.submit(request)));
  }

  @Override
  public Order replace(String id, ReplaceRequest request) {
    return network.send(
        "PATCH",
        path(id),
        () -> placed("PATCH", path(id), request.clientOrderId(), exchange.replace(id, request)));
  }

  @Override
  public void cancel(String id) {
    boolean unused =
        network.send(
            "DELETE",
            path(id),
            () -> {
              cancelled(path(id), exchange.cancel(id));
              return true;
            });
  }

  @Override
  public MarketClock clock() {
    return network.send("GET", "/v2/clock", () -> exchange.view().clock());
  }

  @Override
  public List<TradingDay> calendar(LocalDate first, LocalDate last) {
    return MarketCalendar.sessions(first, last).stream()
        .map(session -> new TradingDay(session.date(), session.open(), session.close()))
        .toList();
  }

  @Override
  public Map<Symbol, Quote> quotes(Set<Symbol> symbols) {
    return network.send(
        "GET",
        "/quotes",
        () -> {
          Map<Symbol, Quote> quotes = new TreeMap<>();
          symbols.forEach(
              symbol -> exchange.view().quote(symbol).ifPresent(one -> quotes.put(symbol, one)));
          return quotes;
        });
  }

  @Override
  public Optional<Asset> asset(Symbol symbol) {
    return network.send("GET", "/v2/assets/" + symbol, () -> exchange.view().asset(symbol));
  }

  private static String path(String id) {
    return ORDERS + "/" + id;
  }

  private Order placed(String method, String path, String clientOrderId, Outcome outcome) {
    answer(method, path, clientOrderId, outcome);
    return ((Outcome.Placed) outcome).order().view();
  }

  /** A second cancel of a pending cancel counts as accepted, as {@code AlpacaBroker} counts it. */
  private void cancelled(String path, Outcome outcome) {
    boolean pending =
        outcome instanceof Outcome.Refused refused
            && refused.refusal().message().contains("pending_cancel");
    if (!pending) {
      answer("DELETE", path, null, outcome);
    }
  }

  private void answer(String method, String path, String clientOrderId, Outcome outcome) {
    ApiError refusal = outcome instanceof Outcome.Refused refused ? refused.refusal() : null;
    exchange.answered(method, path, clientOrderId, refusal);
    if (refusal != null) {
      Failure failure = refusal.status() == 404 ? Failure.NOT_FOUND : Failure.REJECTED;
      String message = method + " " + path + ": " + refusal.status() + " " + refusal.message();
      throw new BrokerException(failure, refusal.status(), refusal.code(), message);
    }
  }
}

package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.broker.paper.faults.Fault;
import dev.maxdiff.broker.paper.faults.NetworkModel;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A simulated exchange behind the behaviour of {@code AlpacaBroker}: its retries of reads, its
 * timeout and its kinds of failure.
 */
final class ExchangeLink implements Broker {

  private static final String ORDERS = "/v2/orders";
  private static final int GET_ATTEMPTS = 3;
  private static final Duration TIME_OUT = Duration.ofSeconds(2);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

  private final SimulatedExchange exchange;
  private final NetworkModel network;
  private Duration clockOff = Duration.ZERO;

  ExchangeLink(SimulatedExchange exchange, NetworkModel network) {
    this.exchange = exchange;
    this.network = network;
  }

  @Override
  public Account account() {
    return get("/v2/account", () -> exchange.view().account());
  }

  @Override
  public List<Position> positions() {
    return list("/v2/positions", () -> exchange.view().positions());
  }

  @Override
  public List<Order> orders(OrderQuery query) {
    return list(ORDERS, () -> listed(query));
  }

  private List<Order> listed(OrderQuery query) {
    ExchangeState state = exchange.view().state();
    Stream<ExchangeOrder> all = state.open().values().stream();
    if (!query.openOnly()) {
      all = Stream.concat(all, state.closed().values().stream());
    }
    return all.filter(
            order -> query.symbols().isEmpty() || query.symbols().contains(order.symbol()))
        .filter(order -> query.after() == null || order.submittedAt().isAfter(query.after()))
        .sorted(Comparator.comparingLong(ExchangeOrder::number))
        .map(ExchangeOrder::view)
        .toList();
  }

  @Override
  public Optional<Order> order(String id) {
    return get(ORDERS + "/" + id, () -> exchange.view().state().order(id).map(ExchangeOrder::view));
  }

  @Override
  public Optional<Order> orderByClientOrderId(String clientOrderId) {
    return get(
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
    SimulatedExchange.Sender sender = sender();
    return once(
        "POST",
        ORDERS,
        () ->
            taken("POST", ORDERS, request.clientOrderId(), sender, exchange.submit(request, sender))
                .view(),
        Function.identity(),
        Function.identity());
  }

  @Override
  public Order replace(String id, ReplaceRequest request) {
    SimulatedExchange.Sender sender = sender();
    String path = ORDERS + "/" + id;
    return once(
        "PATCH",
        path,
        () ->
            taken(
                    "PATCH",
                    path,
                    request.clientOrderId(),
                    sender,
                    exchange.replace(id, request, sender))
                .view(),
        Function.identity(),
        Function.identity());
  }

  @Override
  public void cancel(String id) {
    SimulatedExchange.Sender sender = sender();
    String path = ORDERS + "/" + id;
    once(
        "DELETE",
        path,
        () -> {
          cancelled(path, sender, exchange.cancel(id, sender));
          return true;
        },
        Function.identity(),
        Function.identity());
  }

  private void cancelled(
      String path, SimulatedExchange.Sender sender, ExchangeEngine.Outcome outcome) {
    // a cancel is pending already: AlpacaBroker treats this as accepted
    boolean pending =
        outcome instanceof ExchangeEngine.Outcome.Refused refused
            && refused.refusal().message().contains("pending_cancel");
    if (!pending) {
      taken("DELETE", path, null, sender, outcome);
    }
  }

  @Override
  public MarketClock clock() {
    clockOff = Duration.ZERO;
    MarketClock right = get("/v2/clock", () -> exchange.view().clock());
    return new MarketClock(
        right.at().plus(clockOff), right.isOpen(), right.nextOpen(), right.nextClose());
  }

  @Override
  public List<TradingDay> calendar(LocalDate first, LocalDate last) {
    return MarketCalendar.sessions(first, last).stream()
        .map(session -> new TradingDay(session.date(), session.open(), session.close()))
        .toList();
  }

  @Override
  public Map<Symbol, Quote> quotes(Set<Symbol> symbols) {
    return repeated(
        "/quotes",
        () -> {
          Map<Symbol, Quote> quotes = new HashMap<>();
          symbols.forEach(
              symbol -> exchange.view().quote(symbol).ifPresent(one -> quotes.put(symbol, one)));
          return quotes;
        },
        all -> Map.of(),
        Function.identity());
  }

  @Override
  public Optional<Asset> asset(Symbol symbol) {
    return get("/v2/assets/" + symbol, () -> exchange.view().asset(symbol));
  }

  private SimulatedExchange.Sender sender() {
    return new SimulatedExchange.Sender(network.asker(), exchange.now());
  }

  private <T> T get(String path, Supplier<T> act) {
    return repeated(path, act, Function.identity(), Function.identity());
  }

  private <T> List<T> list(String path, Supplier<List<T>> act) {
    return repeated(path, act, all -> List.of(), all -> all.subList(0, all.size() / 2));
  }

  private <T> T repeated(
      String path, Supplier<T> act, Function<T, T> emptied, Function<T, T> halved) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once("GET", path, act, emptied, halved);
      } catch (BrokerException e) {
        boolean unanswered = e.failure() == Failure.UNRESOLVED;
        if (!unanswered || attempt >= GET_ATTEMPTS) {
          throw e;
        }
        network.pass(RETRY_PAUSE);
      }
    }
  }

  private <T> T once(
      String method, String path, Supplier<T> act, Function<T, T> emptied, Function<T, T> halved) {
    String call = method + " " + path;
    network.between(call);
    network.pass(network.transitTime());
    Optional<Fault> fault = exchange.faults().ofRequest(method, path);
    fault.ifPresent(struck -> network.onFault(call, struck));
    T answer = fault.isEmpty() ? act.get() : meet(fault.get(), method, call, act, emptied, halved);
    network.pass(network.transitTime());
    network.between(call + " answered");
    return answer;
  }

  private <T> T meet(
      Fault fault,
      String method,
      String call,
      Supplier<T> act,
      Function<T, T> emptied,
      Function<T, T> halved) {
    if (fault instanceof Fault.ClockOff off) {
      clockOff = off.by();
      return act.get();
    } else if (fault instanceof Fault.EmptyList) {
      return emptied.apply(act.get());
    } else if (fault instanceof Fault.HalfList) {
      return halved.apply(act.get());
    } else if (fault instanceof Fault.Delay delay) {
      return delayed(delay.by(), method, call, act);
    } else if (fault instanceof Fault.AnswerLate answer) {
      return late(answer.by(), call, act);
    } else if (fault instanceof Fault.Error error) {
      throw refused(error, method, call, act);
    } else if (!(fault instanceof Fault.Close)) {
      act(act); // drop-answer, cut, malformed
    }
    boolean read = fault instanceof Fault.Malformed;
    throw new BrokerException(
        read ? Failure.MALFORMED : Failure.UNRESOLVED, 0, 0, call + ": " + fault.name());
  }

  private <T> T delayed(Duration by, String method, String call, Supplier<T> act) {
    if (by.compareTo(TIME_OUT) < 0) {
      network.pass(by);
      return act.get();
    }
    if (!method.equals("GET")) {
      exchange.later(by, () -> act(act));
    }
    network.pass(TIME_OUT);
    throw new BrokerException(Failure.UNRESOLVED, 0, 0, call + ": no answer (timed out)");
  }

  private <T> T late(Duration by, String call, Supplier<T> act) {
    if (by.compareTo(TIME_OUT) < 0) {
      T answer = act.get();
      network.pass(by);
      return answer;
    }
    act(act);
    network.pass(TIME_OUT);
    throw new BrokerException(Failure.UNRESOLVED, 0, 0, call + ": no answer (timed out)");
  }

  private <T> BrokerException refused(
      Fault.Error error, String method, String call, Supplier<T> act) {
    if (error.processed()) {
      act(act);
    }
    boolean read = method.equals("GET");
    Failure failure =
        switch (error.status()) {
          case 401 -> Failure.UNAUTHORIZED;
          case 403 -> read ? Failure.UNAUTHORIZED : Failure.REJECTED;
          case 404 -> Failure.NOT_FOUND;
          case 429 -> Failure.RATE_LIMITED;
          default -> error.status() >= 500 ? Failure.UNRESOLVED : Failure.REJECTED;
        };
    return new BrokerException(
        failure,
        error.status(),
        error.code(),
        call + ": " + error.status() + " " + error.message());
  }

  /** Processes the request; the response is lost. */
  private static <T> void act(Supplier<T> act) {
    try {
      T unused = act.get();
    } catch (BrokerException e) {
      // the exchange rejected the request, and the response is lost
    }
  }

  /** The placed order; null for a cancel. */
  private ExchangeOrder taken(
      String method,
      String path,
      String clientOrderId,
      SimulatedExchange.Sender sender,
      ExchangeEngine.Outcome outcome) {
    ApiError refusal =
        outcome instanceof ExchangeEngine.Outcome.Refused refused ? refused.refusal() : null;
    exchange.requested(method, path, clientOrderId, refusal, sender);
    if (refusal != null) {
      Failure failure = refusal.status() == 404 ? Failure.NOT_FOUND : Failure.REJECTED;
      String words = method + " " + path + ": " + refusal.status() + " " + refusal.message();
      throw new BrokerException(failure, refusal.status(), refusal.code(), words);
    }
    return outcome instanceof ExchangeEngine.Outcome.Placed placed ? placed.order() : null;
  }
}

package dev.maxdiff.execution.gateway;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.rest.HttpTransport;
import dev.maxdiff.broker.alpaca.server.OrderRequestReader;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.decisions.OrderTaskMachine;
import dev.maxdiff.execution.decisions.TaskDecisions;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.orders.AccountPorts;
import dev.maxdiff.execution.orders.CallerOrderIds;
import dev.maxdiff.execution.orders.FencingTokens;
import dev.maxdiff.execution.orders.GatewayContext;
import dev.maxdiff.execution.orders.LossReader;
import dev.maxdiff.execution.orders.OrderCancellation;
import dev.maxdiff.execution.orders.SimulatedAccount;
import dev.maxdiff.execution.orders.SimulatedOrderManager;
import dev.maxdiff.execution.orders.SimulationPorts;
import dev.maxdiff.execution.orders.VirtualTime;
import dev.maxdiff.execution.risk.ProposedOrder;
import dev.maxdiff.execution.upstream.CachedUpstream;
import dev.maxdiff.execution.upstream.ChangeNotifier;
import dev.maxdiff.execution.upstream.ThreadedBroker;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The gateway on virtual time: real tokens, cash allocation, ledger, views, pre-trade checks, tasks
 * and JSON; without its HTTP server, and with order managers that are not actors.
 */
public final class SimulatedGateway {

  private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(5);

  /** Makes the parts that decide for one symbol. */
  public interface Parts {

    /** Returns the decisions of the symbol's tasks. */
    default TaskDecisions tasks(Symbol symbol, GatewayContext context) {
      return new OrderTaskMachine(symbol, context.origin(), context.settings());
    }

    /** Returns the context of the symbol's order manager. */
    default GatewayContext context(Symbol symbol, GatewayContext shared) {
      return shared;
    }
  }

  private final GatewayContext context;
  private final SimulationPorts ports;
  private final Parts parts;
  private final AccountViews views;
  private final Map<Symbol, SimulatedOrderManager> orderManagers = new HashMap<>();
  private boolean alive = true;

  /**
   * Reads the account as the gateway does before it serves; throws the broker's exception.
   *
   * @param installation 6 letters or digits, in every order id
   */
  public SimulatedGateway(
      Broker upstream,
      String installation,
      ExecutionSettings settings,
      SimulationPorts ports,
      Parts parts,
      Consumer<OrderEvent> events) {
    VirtualTime time = ports.time();
    ThreadedBroker broker = new ThreadedBroker(upstream, Runnable::run);
    this.ports = ports;
    this.parts = parts;
    CachedUpstream cached =
        new CachedUpstream(
            upstream, broker, installation, settings, RateBudget.unlimited(), time::nanoTime);
    this.context =
        new GatewayContext(
            OrderOrigin.untagged(installation),
            settings,
            broker,
            cached,
            new ChangeNotifier(),
            new FencingTokens(),
            new CallerOrderIds(),
            account(upstream, settings, cached, events),
            time,
            Runnable::run,
            events);
    this.views = new AccountViews(context);
    context
        .upstream()
        .snapshot(Duration.ZERO)
        .value()
        .ledger()
        .symbols()
        .forEach(this::orderManager);
  }

  private SimulatedAccount account(
      Broker upstream,
      ExecutionSettings settings,
      CachedUpstream cached,
      Consumer<OrderEvent> events) {
    VirtualTime time = ports.time();
    AccountPorts accountPorts =
        new AccountPorts(
            ports.journal(),
            this::cancelPaused,
            new LossReader(
                () -> cached.account(Duration.ZERO).value(),
                upstream::transfers,
                time,
                settings.risk().lossSinceOpening()),
            time,
            Runnable::run,
            events);
    return new SimulatedAccount(
        settings, ports.journal().pauses(), accountPorts, time, () -> alive);
  }

  /** As {@code OrderCancellation.cancelPaused}; one symbol after the other. */
  private void cancelPaused(EntryPause pause) {
    OrderCancellation.pausedSlots(context, pause)
        .forEach(
            (symbol, slots) -> orderManager(symbol).cancelPausedEntries(slots, CANCEL_PATIENCE));
  }

  /** As {@code GatewayServer.resume}. */
  public void resume(PauseScope scope) {
    context.account().resume(scope);
  }

  /** Returns the pauses in force. */
  public List<EntryPause> pauses() {
    return context.account().state().pauses().inForce().all();
  }

  /** Simulates the death of the runtime: no part of it acts any more. */
  public void die() {
    alive = false;
  }

  /** While one recovers, others may be started. */
  private SimulatedOrderManager orderManager(Symbol symbol) {
    SimulatedOrderManager known = orderManagers.get(symbol);
    if (known != null) {
      return known;
    }
    SimulatedOrderManager started =
        new SimulatedOrderManager(
            symbol,
            parts.context(symbol, context),
            parts.tasks(symbol, context),
            ports,
            () -> alive);
    orderManagers.put(symbol, started);
    started.recover();
    return started;
  }

  /** As {@code GatewayServer.admit}. */
  public String admit(Wish wish, long generation) {
    String token = context.tokens().admit(wish, generation);
    SimulatedOrderManager orderManager = orderManager(wish.key().symbol());
    WatcherAuthority authority = new WatcherAuthority(wish, generation);
    if (wish instanceof EntryWish entry && context.tokens().isCurrent(authority)) {
      orderManager.tellAccount(new AccountInput.EntryAccepted(entry));
    }
    if (authority.claimsUnowned()) {
      orderManager.observe();
    }
    return token;
  }

  public void retire(SlotId slot, long generation) {
    context.tokens().retire(slot, generation);
  }

  /** As {@code GatewayServer.withdraw}. */
  public void withdraw(SlotId slot) {
    context.tokens().withdraw(slot);
    SimulatedOrderManager orderManager = orderManager(slot.key().symbol());
    orderManager.tellAccount(new AccountInput.EntryWithdrawn(slot));
    orderManager.release(slot);
  }

  /**
   * Does the same as {@code GatewayServer.cancelOrders} for one slot.
   *
   * @return the orders without a confirmed end; empty if no answer came
   */
  public Optional<List<Order>> cancelOrders(SlotId slot) {
    OrderAnswer answer = orderManager(slot.key().symbol()).cancelOrders(slot, CANCEL_PATIENCE);
    return answer instanceof OrderAnswer.Unconfirmed unconfirmed
        ? Optional.of(unconfirmed.orders())
        : Optional.empty();
  }

  /** Returns the connection of the holder of this token. */
  public HttpTransport line(String token) {
    return (method, pathAndQuery, body) -> {
      if (!alive) {
        throw new ConnectException("the runtime is gone");
      }
      HttpResponse response = answer(token, method, pathAndQuery, body);
      String text =
          response.status().intValue() == 204
              ? ""
              : ((HttpEntity.Strict) response.entity()).getData().utf8String();
      return new HttpTransport.Response(response.status().intValue(), text);
    };
  }

  private HttpResponse answer(String token, String method, String pathAndQuery, String body) {
    Optional<WatcherAuthority> authority = context.tokens().find(token);
    if (authority.isEmpty()) {
      return GatewayJson.refusal(
          OrderRefusal.of(OrderRefusal.Kind.UNAUTHORIZED, "unknown_token", "unknown token"));
    }
    String[] parts = pathAndQuery.split("\\?", 2);
    Map<String, String> query = query(parts.length < 2 ? "" : parts[1]);
    String[] path = parts[0].substring(1).split("/");
    return switch (method) {
      case "GET" -> read(() -> get(authority.get(), parts[0], path, query));
      case "POST" ->
          GatewayJson.parsed(
              body,
              node ->
                  submit(
                      authority.get(),
                      new OrderTask.Place(
                          ProposedOrder.of(authority.get(), OrderRequestReader.order(node)))),
              GatewayJson::refusal);
      case "PATCH" ->
          GatewayJson.parsed(
              body,
              node ->
                  submit(
                      authority.get(),
                      new OrderTask.Replace(
                          authority.get(), path[2], OrderRequestReader.replacement(node))),
              GatewayJson::refusal);
      default -> submit(authority.get(), new OrderTask.Cancel(authority.get(), path[2]));
    };
  }

  /** Refuses a stale generation at once, as the routes do. */
  private HttpResponse submit(WatcherAuthority authority, OrderTask task) {
    return context.tokens().isCurrent(authority)
        ? GatewayJson.answer(
            orderManager(authority.slot().key().symbol()).run(task), context.callerIds())
        : GatewayJson.refusal(OrderRefusal.stale(authority));
  }

  private ViewAnswer get(
      WatcherAuthority authority, String text, String[] path, Map<String, String> query) {
    return switch (text) {
      case "/v2/account" -> views.account(authority);
      case "/v2/positions" -> views.positions(authority);
      case "/v2/orders" -> views.orders(authority, lists(query));
      case "/v2/clock" -> views.clock(authority);
      case "/maxdiff/v1/view" -> views.view(authority, query);
      default ->
          path[1].equals("assets")
              ? views.asset(authority, path[2])
              : views.quotes(authority, query.get("symbols"));
    };
  }

  private static Map<String, List<String>> lists(Map<String, String> query) {
    Map<String, List<String>> lists = new HashMap<>();
    query.forEach((name, value) -> lists.put(name, List.of(value)));
    return lists;
  }

  private static HttpResponse read(Supplier<ViewAnswer> work) {
    try {
      return GatewayJson.read(work.get(), null);
    } catch (BrokerException | GatewayJson.NotFoundException e) {
      return GatewayJson.read(null, e);
    }
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), pair.substring(equals + 1).replace("%2F", "/"));
      }
    }
    return query;
  }
}

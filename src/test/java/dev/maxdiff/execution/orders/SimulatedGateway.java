package dev.maxdiff.execution.orders;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.rest.HttpTransport;
import dev.maxdiff.broker.alpaca.server.OrderRequestReader;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.BlockingOrders;
import dev.maxdiff.execution.SimulationEnvironment;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.gateway.AccountViews;
import dev.maxdiff.execution.gateway.GatewayJson;
import dev.maxdiff.execution.gateway.ViewAnswer;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.ProposedOrder;
import dev.maxdiff.execution.upstream.CachedUpstream;
import dev.maxdiff.execution.upstream.ChangeNotifier;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The gateway on virtual time: real tokens, cash allocation, ledger, views, pre-trade checks, tasks
 * and JSON; without its HTTP server, and with order managers that are not actors.
 */
public final class SimulatedGateway {

  private static final String INSTALLATION = "model0";
  private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(5);
  private static final Config CONFIG =
      ConfigFactory.parseString(
              "maxdiff.execution {"
                  // a wait for the request budget takes real time
                  + " reads.alpaca.per-minute = 0,"
                  // longer than the default: observations cost time and are not needed
                  + " reads.embedded.look = 5s }")
          .withFallback(ConfigFactory.load());

  /** The journals of the order managers, which survive a crash. */
  public static final class Journals {
    private final Map<Symbol, OrderManagerState> orderManagers = new HashMap<>();

    OrderManagerState state(Symbol symbol) {
      return orderManagers.getOrDefault(symbol, OrderManagerState.EMPTY);
    }

    void store(Symbol symbol, OrderManagerState state) {
      orderManagers.put(symbol, state);
    }

    /** Whether an order of the slot has an unknown outcome. */
    public boolean isUnresolved(SlotId slot) {
      return state(slot.key().symbol()).unresolved().values().stream()
          .anyMatch(intent -> intent.slot().equals(slot));
    }
  }

  /**
   * Deliberate defects.
   *
   * @param blindToIntents sends while an earlier intent of the slot is unresolved
   * @param forgetsReservations no order manager knows the cash reserved by entries of other symbols
   */
  public record Defects(boolean blindToIntents, boolean forgetsReservations) {
    public static final Defects NONE = new Defects(false, false);
  }

  private final GatewayContext context;
  private final SimulationEnvironment environment;
  private final Journals journals;
  private final Defects defects;
  private final AccountViews views;
  private final Map<Symbol, SimulatedOrderManager> orderManagers = new HashMap<>();
  private boolean alive = true;

  /**
   * Reads the account as the gateway does before it serves; throws the broker's exception.
   *
   * @param venue whose settings of shared reads apply
   */
  public SimulatedGateway(
      Broker upstream,
      Venue venue,
      SimulationEnvironment environment,
      Journals journals,
      Defects defects) {
    ExecutionSettings settings = ExecutionSettings.from(CONFIG, venue);
    LongSupplier nanos = () -> nanos(environment.now());
    RateBudget budget = new RateBudget(0, nanos);
    this.environment = environment;
    this.journals = journals;
    this.defects = defects;
    this.context =
        new GatewayContext(
            INSTALLATION,
            settings,
            new BlockingOrders(upstream, Runnable::run),
            new CachedUpstream(upstream, INSTALLATION, settings, budget, nanos),
            new ChangeNotifier(),
            new FencingTokens(),
            new CallerOrderIds(),
            account(settings, environment),
            environment::now,
            Runnable::run,
            Runnable::run,
            event -> environment.note(event.toString()));
    this.views = new AccountViews(context);
    context
        .upstream()
        .snapshot(Duration.ZERO)
        .value()
        .ledger()
        .symbols()
        .forEach(this::orderManager);
  }

  static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  boolean isAlive() {
    return alive;
  }

  Journals journals() {
    return journals;
  }

  /** Simulates the death of the runtime: no part of it acts any more. */
  public void die() {
    alive = false;
  }

  private SimulatedOrderManager orderManager(Symbol symbol) {
    return orderManagers.computeIfAbsent(
        symbol,
        one ->
            new SimulatedOrderManager(
                one,
                defects.forgetsReservations ? alone() : context,
                environment,
                this,
                defects.blindToIntents));
  }

  private static TradingAccount account(
      ExecutionSettings settings, SimulationEnvironment environment) {
    return new InlineAccount(
        settings,
        environment::now,
        () -> nanos(environment.now()),
        event -> environment.note(event.toString()));
  }

  /** Returns the same context with an account of its own. */
  private GatewayContext alone() {
    return new GatewayContext(
        context.installation(),
        context.settings(),
        context.orders(),
        context.upstream(),
        context.changes(),
        context.tokens(),
        context.callerIds(),
        account(context.settings(), environment),
        context.clock(),
        context.orderReads(),
        context.blocking(),
        context.events());
  }

  /** As {@code GatewayServer.admit}. */
  public String admit(Wish wish, long generation) {
    String token = context.tokens().admit(wish, generation);
    SimulatedOrderManager orderManager = orderManager(wish.key().symbol());
    WatcherAuthority authority = new WatcherAuthority(wish, generation);
    if (wish instanceof EntryWish entry && context.tokens().isCurrent(authority)) {
      orderManager.context().account().tell(new AccountInput.EntryAccepted(entry));
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
    orderManager.context().account().tell(new AccountInput.EntryWithdrawn(slot));
    orderManager.release(slot);
  }

  /**
   * Does the same as {@code GatewayServer.cancelOrders} for one slot.
   *
   * @return the orders without a confirmed end; empty if no answer came
   */
  public Optional<List<Order>> cancelOrders(SlotId slot) {
    context.tokens().cancelled(slot);
    long deadline = nanos(environment.now().plus(CANCEL_PATIENCE));
    OrderTask task = new OrderTask.CancelSlots(Set.of(slot), false, deadline);
    OrderAnswer answer = orderManager(slot.key().symbol()).run(task);
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

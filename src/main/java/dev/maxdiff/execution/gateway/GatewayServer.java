package dev.maxdiff.execution.gateway;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.settings.ServerSettings;
import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.actors.ActorSpawner;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.decisions.AccountState;
import dev.maxdiff.execution.decisions.OrderMetrics;
import dev.maxdiff.execution.ledger.BrokerState;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.DuplicateOrders;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.LedgerAcceptance;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.ReplaceReport;
import dev.maxdiff.execution.model.SymbolPosition;
import dev.maxdiff.execution.model.UpstreamSettings;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.orders.AccountPorts;
import dev.maxdiff.execution.orders.CallerOrderIds;
import dev.maxdiff.execution.orders.FencingTokens;
import dev.maxdiff.execution.orders.FinalOrders;
import dev.maxdiff.execution.orders.GatewayContext;
import dev.maxdiff.execution.orders.LossReader;
import dev.maxdiff.execution.orders.OrderCancellation;
import dev.maxdiff.execution.orders.OrderManagers;
import dev.maxdiff.execution.orders.RunningAccount;
import dev.maxdiff.execution.upstream.CachedUpstream;
import dev.maxdiff.execution.upstream.ChangeNotifier;
import dev.maxdiff.execution.upstream.PacedOrders;
import dev.maxdiff.execution.upstream.UpstreamView;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The gateway on a loopback address: fencing tokens, one {@code OrderManager} for each symbol, and
 * the account views of the watchers.
 *
 * <p>{@link #start} reads orders and positions before the first request is served, unless entries
 * are held; then {@link #readAccount} reads them.
 *
 * <p>More than 300 lines: one class implements the whole port; most methods forward to the part
 * that executes them.
 */
public final class GatewayServer implements OrderGateway {

  /** Any age: only an outdated snapshot is read again. */
  private static final Duration UNTIL_OUTDATED = Duration.ofDays(1);

  private final GatewayContext context;
  private final OrderManagers orderManagers;
  private final OrderCancellation cancels;
  private final FinalOrders finalOrders;
  private final WatcherUpdates updates;
  private final ServerBinding binding;
  private final RunningAccount account;
  private volatile Map<SlotId, Long> generations = Map.of();

  private GatewayServer(
      GatewayContext context,
      RunningAccount account,
      OrderManagers orderManagers,
      WatcherUpdates updates,
      ServerBinding binding) {
    this.context = context;
    this.account = account;
    this.updates = updates;
    this.orderManagers = orderManagers;
    this.cancels = new OrderCancellation(context, orderManagers);
    this.finalOrders = new FinalOrders(context, orderManagers, cancels);
    this.binding = binding;
  }

  /**
   * Reads the account from the broker, then starts the HTTP server.
   *
   * @param origin of every order id
   * @param port 0 = any free port
   * @return fails if the broker cannot be read or the port is in use
   */
  public static CompletionStage<GatewayServer> start(
      ActorSystem<?> system,
      ActorSpawner actors,
      GatewayPorts ports,
      ExecutionSettings settings,
      OrderOrigin origin,
      String host,
      int port) {
    CompletableFuture<GatewayServer> started = new CompletableFuture<>();
    UpstreamView upstream =
        new CachedUpstream(
            ports.broker(),
            ports.asyncBroker(),
            origin.installation(),
            ports.since(),
            ports.others(),
            settings,
            ports.budget(),
            System::nanoTime);
    Executor blocking = dispatcher(system, "dispatcher");
    Duration patience = settings.orders().releasePatience();
    RunningAccount account =
        RunningAccount.start(
            system,
            actors,
            settings,
            ports.pauses(),
            new AccountPorts(
                ports.store(),
                pause ->
                    started.thenAccept(gateway -> gateway.cancels.cancelPaused(pause, patience)),
                new LossReader(
                    () -> upstream.account(Duration.ZERO).value(),
                    ports.broker()::transfers,
                    ports.clock(),
                    settings.risk().lossSinceOpening()),
                ports.clock(),
                blocking,
                ports.events()));
    GatewayContext context =
        new GatewayContext(
            origin,
            settings,
            new PacedOrders(ports.asyncBroker(), ports.budget()),
            upstream,
            new ChangeNotifier(),
            new FencingTokens(),
            new CallerOrderIds(),
            account,
            ports.clock(),
            blocking,
            ports.events());
    OrderManagers orderManagers = new OrderManagers(system, actors, context);
    WatcherUpdates updates = new WatcherUpdates(system, context);
    GatewayRoutes routes =
        new GatewayRoutes(system, context, orderManagers, updates, ports.reports());
    return CompletableFuture.runAsync(() -> firstRead(context), context.blocking())
        .thenCompose(
            read -> {
              context
                  .upstream()
                  .last()
                  .ifPresent(first -> first.ledger().symbols().forEach(orderManagers::start));
              return orderManagers.idle(settings.orders().requestTimeout());
            })
        .thenRunAsync(() -> readCorrected(context), context.blocking())
        .thenCompose(
            corrected -> {
              return Http.get(system)
                  .newServerAt(host, port)
                  .withSettings(forWatchers(system))
                  .bind(routes.routes())
                  .thenApply(
                      bound -> new GatewayServer(context, account, orderManagers, updates, bound));
            })
        .whenComplete(
            (gateway, failure) -> {
              if (failure != null) {
                orderManagers.stop();
                account.stop();
              } else {
                started.complete(gateway);
              }
            });
  }

  /**
   * Disables the idle timeout: with it Akka checks each connection once a second, and every watcher
   * keeps a connection open until it ends.
   */
  private static ServerSettings forWatchers(ActorSystem<?> system) {
    ServerSettings usual = ServerSettings.create(system.classicSystem());
    return usual.withTimeouts(
        usual.getTimeouts().withIdleTimeout(scala.concurrent.duration.Duration.Inf()));
  }

  private static Executor dispatcher(ActorSystem<?> system, String name) {
    return system.dispatchers().lookup(DispatcherSelector.fromConfig("maxdiff.execution." + name));
  }

  private static void firstRead(GatewayContext context) {
    if (!context
        .account()
        .state()
        .pauses()
        .inForce()
        .isHeld()) { // held: the start of the runtime reads the account later
      context.upstream().snapshot(Duration.ZERO);
    }
  }

  /** Reads again where an order manager has recovered a correction of its ledger. */
  private static void readCorrected(GatewayContext context) {
    if (context.upstream().last().isPresent()) {
      context.upstream().snapshot(UNTIL_OUTDATED);
    }
  }

  /**
   * Reads orders and positions now; blocks. Later generations continue above the highest generation
   * found.
   *
   * @throws BrokerException if the broker does not answer
   */
  public BrokerState readAccount() {
    context
        .upstream()
        .snapshot(Duration.ZERO)
        .value()
        .ledger()
        .symbols()
        .forEach(orderManagers::start);
    orderManagers.idle(context.settings().orders().requestTimeout()).toCompletableFuture().join();
    PositionLedger ledger = context.upstream().snapshot(UNTIL_OUTDATED).value().ledger();
    Map<SlotId, Long> highest = new HashMap<>();
    ledger.own().forEach(own -> highest.merge(own.slot(), own.generation(), Math::max));
    generations = Map.copyOf(highest);
    return BrokerState.of(ledger);
  }

  /**
   * Returns the highest generation of the slot at the last {@link #readAccount}; 0 if there is
   * none.
   */
  public long newestGeneration(SlotId slot) {
    return generations.getOrDefault(slot, 0L);
  }

  /**
   * Returns the filled quantity of the slot's orders of these generations at the newest read, base
   * units; empty before the first read.
   */
  public Optional<BigDecimal> bought(SlotId slot, long first, long last) {
    return context.upstream().last().map(seen -> seen.ledger().filled(slot, first, last));
  }

  /**
   * Returns whether the key has been flat since the entries of these generations bought, at the
   * newest read; empty before the first read.
   *
   * @param step a holding below this quantity counts as flat
   */
  public Optional<Boolean> wasClosed(SlotId entry, long first, long last, BigDecimal step) {
    return context.upstream().last().map(seen -> seen.ledger().wasClosed(entry, first, last, step));
  }

  /**
   * Returns the open orders of other installations at the newest read: another runtime uses this
   * account, or did.
   */
  public List<Order> ordersOfOtherInstallations() {
    return context.upstream().last().stream()
        .flatMap(snapshot -> snapshot.ledger().foreign().stream())
        .filter(order -> ClientOrderId.isOfSomeInstallation(order.clientOrderId()))
        .filter(order -> !isOfACopy(order))
        .toList();
  }

  /** A runtime on a copy of this directory has met this one, or will. */
  private boolean isOfACopy(Order order) {
    return ClientOrderId.parse(order.clientOrderId())
        .filter(id -> id.installation().equals(context.installation()))
        .filter(id -> !id.tag().isEmpty())
        .isPresent();
  }

  /** Returns the open orders of all installations, ours included, at the newest read. */
  public List<Order> openOrdersOfInstallations() {
    List<Order> open = new ArrayList<>(cancels.lastSeenOpen(own -> true));
    open.addAll(ordersOfOtherInstallations());
    return List.copyOf(open);
  }

  @Override
  public URI address() {
    return URI.create(
        "http://"
            + binding.localAddress().getHostString()
            + ":"
            + binding.localAddress().getPort());
  }

  /**
   * Reports a change from the trade stream.
   *
   * @param clientOrderId of the changed order; empty if it has none
   */
  public void changed(Symbol symbol, String clientOrderId) {
    context.upstream().invalidate();
    orderManagers.observe(symbol);
    ClientOrderId.parse(clientOrderId)
        .filter(id -> id.installation().equals(context.installation()))
        .map(id -> id.slot().key())
        .ifPresentOrElse(context.changes()::of, () -> context.changes().of(symbol));
  }

  /**
   * Forwards an update of the trade stream to the watchers of the order's slot.
   *
   * @param data of the broker's message
   */
  public void forward(String clientOrderId, JsonNode data) {
    ClientOrderId.parse(clientOrderId)
        .filter(id -> id.installation().equals(context.installation()))
        .ifPresent(id -> updates.forward(id, data));
  }

  /** Reports an interruption of the trade stream: any order may have changed. */
  public void changedEverywhere() {
    context.upstream().invalidate();
    orderManagers.observeAll();
    context.changes().everywhere();
  }

  /**
   * @param source whether {@link #changed} is called for each change at the moment
   */
  public void useTradeStream(BooleanSupplier source) {
    context.changes().useTradeStream(source);
  }

  @Override
  public Map<String, String> admit(Wish wish, long generation) {
    String token = context.tokens().admit(wish, generation);
    WatcherAuthority authority = new WatcherAuthority(wish, generation);
    if (wish instanceof EntryWish entry && context.tokens().isCurrent(authority)) {
      account.tell(new AccountInput.EntryAccepted(entry));
    }
    if (authority.claimsUnowned() && !context.tokens().isClaimant(authority)) {
      String words = authority.slot() + " may not claim unowned quantity: another key does already";
      context.events().accept(new OrderEvent.Alert(words));
    }
    orderManagers.start(wish.key().symbol());
    if (authority.claimsUnowned()) {
      orderManagers.observe(wish.key().symbol());
    }
    // clients of Alpaca require a secret; the gateway checks the token only
    return Map.of(
        "APCA_API_BASE_URL",
        address().toString(),
        "APCA_API_DATA_URL",
        address().toString(),
        "APCA_DATA_BASE_URL", // the name in programs of the older system
        address().toString(),
        "APCA_API_KEY_ID",
        token,
        "APCA_API_SECRET_KEY",
        "unused");
  }

  @Override
  public void retire(SlotId slot, long generation) {
    context.tokens().retire(slot, generation);
  }

  @Override
  public void withdraw(SlotId slot) {
    context.tokens().withdraw(slot);
    account.tell(new AccountInput.EntryWithdrawn(slot));
    orderManagers.release(slot);
  }

  /**
   * Withdraws all slots of these kinds and settles the orders at the end of the runtime, as {@link
   * FinalOrders#settle} says.
   */
  public CompletionStage<Void> settleOrders(Set<Slot> kinds, Duration patience) {
    context.tokens().slots().stream()
        .filter(slot -> kinds.contains(slot.slot()))
        .forEach(this::withdraw);
    return finalOrders.settle(kinds, patience);
  }

  public FinalOrders finalOrders() {
    return finalOrders;
  }

  @Override
  public CompletionStage<List<Order>> cancelOrders(Set<SlotId> slots, Duration patience) {
    return cancels.cancelLeft(slots, patience);
  }

  /** Cancels the orders also if the pause could not be stored, because it is in force. */
  @Override
  public Set<SlotId> owedCancels() {
    return cancels.owedSlots();
  }

  @Override
  public CompletionStage<List<Order>> pause(EntryPause pause, Duration patience) {
    CompletionStage<List<EntryPause>> stored = account.pause(pause);
    return stored
        .handle((added, failure) -> cancels.cancelPaused(pause, patience))
        .thenCompose(cancelled -> cancelled)
        .thenCompose(left -> stored.thenApply(added -> left));
  }

  @Override
  public CompletionStage<List<EntryPause>> resume(PauseScope scope) {
    return account.resume(scope);
  }

  /** Pauses entries in the scope for this run, until {@link #release}. */
  public void hold(EntryPause pause) {
    account.tell(new AccountInput.EntriesHeld(pause));
  }

  /** From now on no order is sent and none is cancelled: another runtime uses the account. */
  public void stopOrdering() {
    context.tokens().stop();
  }

  /** Ends the {@link #hold}; other pauses stay in force. */
  public void release() {
    account.tell(new AccountInput.HoldEnded());
  }

  @Override
  public CompletionStage<DuplicateOrders> surplus(
      boolean cancelOurs, boolean cancelOlder, Duration patience) {
    return cancels.cancelDuplicates(cancelOurs, cancelOlder, patience);
  }

  @Override
  public CompletionStage<LedgerAcceptance> acceptLedger(
      Symbol symbol, WatcherKey key, boolean isDryRun) {
    return CompletableFuture.supplyAsync(
            () -> context.upstream().snapshot(Duration.ZERO), context.blocking())
        .thenCompose(
            read ->
                orderManagers.accept(
                    symbol, key, isDryRun, context.settings().orders().requestTimeout()));
  }

  @Override
  public CompletionStage<List<Order>> cancelAllOrders(Set<Slot> kinds, Duration patience) {
    return cancels.cancelAllLeft(kinds, patience);
  }

  @Override
  public Optional<Observation> observation(Set<Symbol> symbols) {
    return context
        .upstream()
        .newest()
        .map(
            aged -> {
              PositionLedger ledger = aged.value().ledger();
              return new Observation(
                  context.upstream().age(aged),
                  Stream.concat(symbols.stream(), ledger.owned())
                      .distinct()
                      .map(symbol -> context.symbolLedger(ledger, symbol).line())
                      .toList(),
                  List.copyOf(ledger.open()));
            });
  }

  @Override
  public GatewayMetrics metrics() {
    OrderMetrics metrics = account.state().metrics();
    return new GatewayMetrics(
        metrics.unresolved(),
        metrics.denials(),
        context.upstream().newest().map(context.upstream()::age),
        metrics.worstGaps(context.clock().instant()));
  }

  /** Adds a replacement of an earlier runtime to the metrics of its day. */
  public void restoreReport(ReplaceReport report) {
    account.tell(new AccountInput.OrderReplaced(report));
  }

  @Override
  public CompletionStage<AccountOverview> overview() {
    return CompletableFuture.supplyAsync(
        () -> {
          UpstreamSettings reads = context.settings().reads();
          Account read = context.upstream().account(reads.market()).value();
          AccountState state = account.state();
          PositionLedger ledger = context.upstream().snapshot(reads.shortest()).value().ledger();
          List<SymbolPosition> lines =
              ledger.symbols().stream()
                  .map(symbol -> context.symbolLedger(ledger, symbol).line())
                  .toList();
          return new AccountOverview(
              read,
              lines,
              List.copyOf(ledger.open()),
              ledger.foreign(),
              ledger.unread(),
              state.cash().reservations(read, ledger),
              state.pauses().inForce().all());
        },
        context.blocking());
  }

  /** Stops the HTTP server, then the order managers. Orders at the broker stay unchanged. */
  public CompletionStage<Done> unbind() {
    context.changes().close();
    updates.close();
    return binding
        .terminate(Duration.ofSeconds(1))
        .thenApply(
            terminated -> {
              orderManagers.stop();
              account.stop();
              return Done.getInstance();
            });
  }
}

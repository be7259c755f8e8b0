package dev.maxdiff.execution;

import akka.Done;
import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.settings.ServerSettings;
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
import dev.maxdiff.domain.Wish;
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
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;

/**
 * The gateway on a loopback address: fencing tokens, one {@link SymbolDesk} for each symbol, and
 * the account views of the watchers.
 *
 * <p>{@link #start} reads orders and positions before the first request is served, unless entries
 * are held; then {@link #look} reads them.
 *
 * <p>More than 300 lines: one class implements the whole port; most methods forward to the part
 * that executes them.
 */
public final class Gateway implements OrderGateway {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final DeskTools tools;
  private final Desks desks;
  private final Cancels cancels;
  private final ServerBinding binding;
  private final Cancellable lossChecks;
  private volatile Map<SlotId, Long> generations = Map.of();

  private Gateway(ActorSystem<?> system, DeskTools tools, Desks desks, ServerBinding binding) {
    this.tools = tools;
    this.desks = desks;
    this.cancels = new Cancels(tools, desks);
    this.binding = binding;
    this.lossChecks =
        tools.lossBrake().isSet() ? checkLosses(system) : Cancellable.alreadyCancelled();
  }

  /**
   * Checks the daily loss at intervals, because a resting entry may fill without a further request.
   */
  private Cancellable checkLosses(ActorSystem<?> system) {
    Duration interval = tools.settings().risk().lossCheck();
    return system
        .scheduler()
        .scheduleWithFixedDelay(
            interval, interval, this::checkLoss, ExecutionContext.fromExecutor(tools.blocking()));
  }

  private void checkLoss() {
    try {
      tools.lossBrake().look(tools.view().account(tools.settings().reads().market()).value());
    } catch (BrokerException e) {
      LOG.warn("The day's loss cannot be read: {}", e.getMessage());
    }
  }

  /**
   * Reads the account from the broker, then starts the HTTP server.
   *
   * @param installation 6 letters or digits that name the state directory in every order id
   * @param port 0 = any free port
   * @return fails if the broker cannot be read or the port is in use
   */
  public static CompletionStage<Gateway> start(
      ActorSystem<?> system,
      ActorSpawner actors,
      ExecutionPorts ports,
      ExecutionSettings settings,
      String installation,
      String host,
      int port) {
    ClientOrderId.checkInstallation(installation);
    CompletableFuture<Gateway> started = new CompletableFuture<>();
    LossBrake lossBrake =
        new LossBrake(
            settings.risk().brakes(),
            ports.pauses(),
            ports.clock(),
            pause -> {
              ports.events().accept(new OrderEvent.Alert(pause.words()));
              started.thenAccept(
                  gateway -> gateway.cancels.resting(pause, settings.orders().releasePatience()));
            });
    DeskTools tools = tools(system, ports, settings, installation, lossBrake);
    Desks desks = new Desks(system, actors, tools);
    GatewayRoutes routes = new GatewayRoutes(tools, desks, ports.reports());
    return CompletableFuture.runAsync(() -> firstLook(tools), tools.blocking())
        .thenCompose(
            looked -> {
              tools.view().last().ifPresent(first -> first.book().symbols().forEach(desks::of));
              return Http.get(system)
                  .newServerAt(host, port)
                  .withSettings(forWatchers(system))
                  .bind(routes.routes())
                  .thenApply(bound -> new Gateway(system, tools, desks, bound));
            })
        .whenComplete(
            (gateway, failure) -> {
              if (failure != null) {
                desks.stop();
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

  private static DeskTools tools(
      ActorSystem<?> system,
      ExecutionPorts ports,
      ExecutionSettings settings,
      String installation,
      LossBrake lossBrake) {
    return new DeskTools(
        installation,
        settings,
        ports.broker(),
        new CachedUpstream(
            ports.broker(), installation, settings, ports.budget(), System::nanoTime),
        new Changes(),
        new Tokens(),
        new Capital(),
        new Discrepancies(settings.ledger().shortfallPatience(), System::nanoTime),
        ports.pauses(),
        lossBrake,
        new DeskGauges(),
        ports.clock(),
        system.dispatchers().lookup(DispatcherSelector.fromConfig("maxdiff.execution.dispatcher")),
        ports.events());
  }

  private static void firstLook(DeskTools tools) {
    if (!tools.pauses().isHeld()) { // held: the start of the runtime reads the account later
      tools.view().snapshot(Duration.ZERO);
    }
  }

  /**
   * Reads orders and positions now; blocks. Later generations continue above the highest generation
   * found.
   *
   * @throws BrokerException if the broker does not answer
   */
  public BrokerState look() {
    Book ledger = tools.view().snapshot(Duration.ZERO).value().book();
    Map<SlotId, Long> highest = new HashMap<>();
    ledger.own().forEach(own -> highest.merge(own.slot(), own.generation(), Math::max));
    generations = Map.copyOf(highest);
    ledger.symbols().forEach(desks::of);
    return BrokerState.of(ledger);
  }

  /** Returns the highest generation of the slot at the last {@link #look}; 0 if there is none. */
  public long newestGeneration(SlotId slot) {
    return generations.getOrDefault(slot, 0L);
  }

  /**
   * Returns the open orders of other installations at the newest read: another runtime uses this
   * account, or did.
   */
  public List<Order> ordersOfOtherInstallations() {
    return tools.view().last().stream()
        .flatMap(snapshot -> snapshot.book().foreign().stream())
        .filter(order -> ClientOrderId.isOfSomeInstallation(order.clientOrderId()))
        .toList();
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
    tools.view().invalidate();
    desks.look(symbol);
    ClientOrderId.parse(clientOrderId)
        .filter(id -> id.installation().equals(tools.installation()))
        .map(id -> id.slot().key())
        .ifPresentOrElse(tools.changes()::of, () -> tools.changes().of(symbol));
  }

  /** Reports an interruption of the trade stream: any order may have changed. */
  public void changedEverywhere() {
    tools.view().invalidate();
    desks.lookAll();
    tools.changes().everywhere();
  }

  /**
   * @param source whether {@link #changed} is called for each change at the moment
   */
  public void toldBy(BooleanSupplier source) {
    tools.changes().toldBy(source);
  }

  @Override
  public String admit(Wish wish, long generation) {
    String token = tools.tokens().admit(wish, generation);
    Grant authority = new Grant(wish, generation);
    if (wish instanceof EntryWish entry && tools.tokens().isCurrent(authority)) {
      tools.capital().accept(entry);
    }
    if (authority.claimsUnowned() && !tools.tokens().isClaimant(authority)) {
      String words = authority.slot() + " may not claim unowned quantity: another key does already";
      tools.events().accept(new OrderEvent.Alert(words));
    }
    desks.of(wish.key().symbol());
    if (authority.claimsUnowned()) {
      desks.look(wish.key().symbol());
    }
    return token;
  }

  @Override
  public void retire(SlotId slot, long generation) {
    tools.tokens().retire(slot, generation);
  }

  @Override
  public void withdraw(SlotId slot) {
    tools.tokens().withdraw(slot);
    tools.capital().release(slot);
    desks.release(slot);
  }

  /** Calls {@link #withdraw} for all slots of these kinds, at the end of the runtime. */
  public void withdrawAll(Set<Slot> kinds) {
    tools.tokens().slots().stream()
        .filter(slot -> kinds.contains(slot.slot()))
        .forEach(this::withdraw);
  }

  @Override
  public CompletionStage<List<Order>> cancelOrders(Set<SlotId> slots, Duration patience) {
    return cancels.left(slots, patience);
  }

  @Override
  public CompletionStage<List<Order>> pause(EntryPause pause, Duration patience) {
    return CompletableFuture.runAsync(() -> tools.pauses().add(pause), tools.blocking())
        .thenCompose(written -> cancels.resting(pause, patience));
  }

  @Override
  public CompletionStage<List<EntryPause>> resume(PauseScope scope) {
    return CompletableFuture.supplyAsync(() -> tools.pauses().lift(scope), tools.blocking());
  }

  @Override
  public CompletionStage<Surplus> surplus(
      boolean cancelOurs, boolean cancelOlder, Duration patience) {
    return cancels.surplus(cancelOurs, cancelOlder, patience);
  }

  @Override
  public CompletionStage<List<Order>> cancelAllOrders(Set<Slot> kinds, Duration patience) {
    return cancels.allLeft(kinds, patience);
  }

  @Override
  public Optional<Sight> sight(Set<Symbol> symbols) {
    return tools
        .view()
        .newest()
        .map(
            aged -> {
              Book ledger = aged.value().book();
              return new Sight(
                  tools.view().age(aged),
                  symbols.stream().map(symbol -> tools.entry(ledger, symbol).line()).toList(),
                  ledger.open());
            });
  }

  @Override
  public Vitals vitals() {
    return new Vitals(
        tools.gauges().unresolved(),
        tools.view().newest().map(tools.view()::age),
        tools.gauges().worstGaps(tools.clock().instant()));
  }

  /** Adds a replacement of an earlier runtime to the metrics of its day. */
  public void remember(Receipt receipt) {
    tools.gauges().replaced(receipt);
  }

  @Override
  public CompletionStage<Overview> overview() {
    return CompletableFuture.supplyAsync(
        () -> {
          ReadSettings reads = tools.settings().reads();
          Account account = tools.view().account(reads.market()).value();
          Book ledger = tools.view().snapshot(reads.shortest()).value().book();
          List<BookLine> lines =
              ledger.symbols().stream().map(symbol -> tools.entry(ledger, symbol).line()).toList();
          return new Overview(
              account,
              lines,
              ledger.open(),
              ledger.foreign(),
              tools.capital().reservations(account, ledger),
              tools.pauses().all());
        },
        tools.blocking());
  }

  /** Stops the HTTP server, then the order managers. Orders at the broker stay unchanged. */
  public CompletionStage<Done> unbind() {
    lossChecks.cancel();
    tools.changes().close();
    return binding
        .terminate(Duration.ofSeconds(1))
        .thenApply(
            terminated -> {
              desks.stop();
              return Done.getInstance();
            });
  }
}

package dev.maxdiff.execution;

import static java.util.Objects.requireNonNull;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Wish;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The gateway on a loopback address: tokens, one {@link SymbolDesk} a symbol, and the account views
 * of the watchers.
 *
 * <p>The book and our open orders are read from the broker before the first request is served.
 */
public final class Gateway implements OrderGateway {

  /** How much longer than its own deadline a desk's answer to a cancel is waited for. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  private final DeskTools tools;
  private final Desks desks;
  private final List<Order> ordersOfOthers;
  private final ServerBinding binding;

  private Gateway(DeskTools tools, Desks desks, List<Order> ordersOfOthers, ServerBinding binding) {
    this.tools = tools;
    this.desks = desks;
    this.ordersOfOthers = ordersOfOthers;
    this.binding = binding;
  }

  /** {@link #start} with the installation as prefix of the persistence ids. */
  public static CompletionStage<Gateway> start(
      ActorSystem<?> system,
      Broker upstream,
      String installation,
      ExecutionSettings settings,
      InstantSource clock,
      Consumer<StateReport> reports,
      Consumer<OrderEvent> events,
      String host,
      int port) {
    return start(
        system, upstream, installation, installation, settings, clock, reports, events, host, port);
  }

  /**
   * Reads the account from the broker, then serves.
   *
   * @param installation 6 letters or digits that name this state directory in every order id
   * @param persistencePrefix keeps the journals of several gateways apart; no {@code |}
   * @param clock the watchers' time: the exchange's under replay; quotes are aged by it
   * @param reports told what watchers say about themselves; must return at once
   * @param events told what happens to orders; must return at once
   * @param port 0 = any free one
   * @return fails when the broker cannot be read or the port is in use
   */
  public static CompletionStage<Gateway> start(
      ActorSystem<?> system,
      Broker upstream,
      String installation,
      String persistencePrefix,
      ExecutionSettings settings,
      InstantSource clock,
      Consumer<StateReport> reports,
      Consumer<OrderEvent> events,
      String host,
      int port) {
    requireNonNull(upstream, "upstream");
    ClientOrderId.checkInstallation(installation);
    Executor blocking =
        system.dispatchers().lookup(DispatcherSelector.fromConfig("maxdiff.execution.dispatcher"));
    DeskTools tools =
        new DeskTools(
            installation,
            persistencePrefix,
            settings,
            upstream,
            new CachedUpstream(upstream, installation, settings, clock),
            new Tokens(),
            new Capital(),
            new Discrepancies(settings.shortfallPatience(), System::nanoTime),
            clock,
            blocking,
            events);
    Desks desks = new Desks(system, tools);
    GatewayRoutes routes = new GatewayRoutes(tools, desks, reports);
    return CompletableFuture.supplyAsync(() -> tools.view().snapshot(Duration.ZERO), blocking)
        .thenCompose(
            snapshot -> {
              snapshot.book().symbols().forEach(desks::of);
              return Http.get(system)
                  .newServerAt(host, port)
                  .bind(routes.routes())
                  .thenApply(bound -> new Gateway(tools, desks, others(snapshot), bound));
            })
        .whenComplete(
            (gateway, failure) -> {
              if (failure != null) {
                desks.stop();
              }
            });
  }

  private static List<Order> others(Snapshot snapshot) {
    return snapshot.book().foreign().stream()
        .filter(order -> ClientOrderId.isOfSomeInstallation(order.clientOrderId()))
        .toList();
  }

  /**
   * Orders that were open at the start and carry the id of another installation: somebody else runs
   * on this account, or did.
   */
  public List<Order> ordersOfOtherInstallations() {
    return ordersOfOthers;
  }

  @Override
  public URI address() {
    return URI.create(
        "http://"
            + binding.localAddress().getHostString()
            + ":"
            + binding.localAddress().getPort());
  }

  @Override
  public String admit(Wish wish, long generation) {
    String token = tools.tokens().admit(wish, generation);
    Grant grant = new Grant(wish, generation);
    if (wish instanceof EntryWish entry && tools.tokens().isCurrent(grant)) {
      tools.capital().accept(entry);
    }
    if (grant.claimsUnowned() && !tools.tokens().isClaimant(grant)) {
      String words = grant.slot() + " may not claim unowned quantity: another key does already";
      tools.events().accept(new OrderEvent.Alert(words));
    }
    desks.of(wish.key().symbol());
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
  }

  /** {@link #withdraw} in all slots of these kinds: the runtime ends. */
  public void withdrawAll(Set<Slot> kinds) {
    tools.tokens().slots().stream()
        .filter(slot -> kinds.contains(slot.slot()))
        .forEach(this::withdraw);
  }

  @Override
  public CompletionStage<List<Order>> cancelOrders(Set<SlotId> slots, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    slots.forEach(tools.tokens()::cancelled);
    Map<Symbol, Set<SlotId>> bySymbol =
        slots.stream()
            .collect(Collectors.groupingBy(slot -> slot.key().symbol(), Collectors.toSet()));
    CompletableFuture<List<Order>> all = CompletableFuture.completedFuture(List.of());
    for (Map.Entry<Symbol, Set<SlotId>> line : bySymbol.entrySet()) {
      CompletionStage<List<Order>> part = cancel(line.getKey(), line.getValue(), deadline);
      all = all.thenCombine(part, Gateway::joined);
    }
    return all;
  }

  private CompletionStage<List<Order>> cancel(Symbol symbol, Set<SlotId> slots, long deadline) {
    Duration patience = Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0)).plus(SLACK);
    return desks
        .ask(symbol, new Task.CancelSlots(slots, deadline), patience)
        .handle(
            (answer, failure) ->
                answer instanceof Answer.Unconfirmed unconfirmed
                    ? unconfirmed.orders()
                    : lastSeenOpen(slots));
  }

  /** What must be taken to be still open when the broker or the desk gave no answer. */
  private List<Order> lastSeenOpen(Set<SlotId> slots) {
    return tools.view().last().stream()
        .flatMap(snapshot -> snapshot.book().open().stream())
        .filter(own -> slots.contains(own.slot()) && tools.tokens().isLeft(own))
        .map(OwnOrder::order)
        .toList();
  }

  @Override
  public CompletionStage<List<Order>> cancelAllOrders(Set<Slot> kinds, Duration patience) {
    Set<SlotId> slots = new HashSet<>(tools.tokens().slots());
    tools.view().last().stream()
        .flatMap(snapshot -> snapshot.book().open().stream())
        .forEach(own -> slots.add(own.slot()));
    slots.removeIf(slot -> !kinds.contains(slot.slot()));
    return cancelOrders(slots, patience);
  }

  @Override
  public CompletionStage<Overview> overview() {
    return CompletableFuture.supplyAsync(
        () -> {
          Account account = tools.view().account();
          Book book = tools.view().snapshot(tools.settings().snapshotWindow()).book();
          List<BookLine> lines =
              book.symbols().stream().map(symbol -> tools.entry(book, symbol).line()).toList();
          return new Overview(account, lines, book.open(), book.foreign());
        },
        tools.blocking());
  }

  /** Stops serving, then the desks. Orders at the broker stay as they are. */
  public CompletionStage<Done> unbind() {
    return binding
        .terminate(Duration.ofSeconds(1))
        .thenApply(
            terminated -> {
              desks.stop();
              return Done.getInstance();
            });
  }

  private static List<Order> joined(List<Order> one, List<Order> other) {
    List<Order> both = new ArrayList<>(one);
    both.addAll(other);
    return List.copyOf(both);
  }
}

package dev.maxdiff.control;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.CashTransfer;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.gateway.OrderGateway;
import dev.maxdiff.execution.model.DuplicateOrders;
import dev.maxdiff.execution.model.LedgerAcceptance;
import dev.maxdiff.execution.model.UnreadItems;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.Supervisors;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.GeneralHold;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutlook;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Hand-written fakes of the collaborators of control. */
public final class Fakes {

  public static final Instant NOW = Instant.parse("2013-11-25T15:00:00Z");
  public static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|maxdiff");
  public static final SlotId EXIT = KEY.slot(Slot.EXIT);
  public static final SlotId ENTRY = KEY.slot(Slot.ENTRY);

  private Fakes() {}

  static final class FakeSupervisors implements Supervisors {
    final List<Wish> wanted = new ArrayList<>();
    final List<Set<SlotId>> withdrawn = new ArrayList<>();
    final List<Set<SlotId>> held = new ArrayList<>();
    final List<SlotId> lifted = new ArrayList<>();
    Set<WatcherKey> known = Set.of();
    GeneralHold general = GeneralHold.NONE;
    List<SlotView> slots = List.of();
    CompletionStage<WishOutcome> outcome =
        CompletableFuture.completedFuture(new WishOutcome(WishOutcome.Kind.STARTED, 1, null, null));

    @Override
    public synchronized CompletionStage<WishOutcome> want(CheckedWish checked) {
      wanted.add(checked.wish());
      return outcome;
    }

    @Override
    public CompletionStage<WishOutlook> preview(CheckedWish checked) {
      return outcome.thenApply(decided -> new WishOutlook(decided, false));
    }

    @Override
    public CompletionStage<List<WithdrawalOutcome>> withdraw(
        Set<SlotId> ids, boolean keepOrders, String reason) {
      withdrawn.add(ids);
      return CompletableFuture.completedFuture(
          ids.stream()
              .sorted()
              .map(id -> new WithdrawalOutcome(id, true, "keep " + keepOrders))
              .toList());
    }

    @Override
    public CompletionStage<List<WithdrawalOutcome>> hold(
        Set<SlotId> ids, boolean keepOrders, String reason) {
      held.add(ids);
      return CompletableFuture.completedFuture(
          ids.stream().sorted().map(id -> new WithdrawalOutcome(id, true, "withdrawn")).toList());
    }

    @Override
    public CompletionStage<List<WithdrawalOutcome>> holdAll(boolean keepOrders, String reason) {
      general = general.held(NOW);
      Set<SlotId> wanted =
          slots.stream()
              .filter(SlotView::wanted)
              .map(SlotView::slot)
              .collect(Collectors.toUnmodifiableSet());
      return withdraw(wanted, keepOrders, reason);
    }

    @Override
    public CompletionStage<List<SlotId>> lift(List<SlotId> ids, String reason) {
      lifted.addAll(ids);
      return CompletableFuture.completedFuture(ids);
    }

    @Override
    public CompletionStage<Void> liftAll() {
      general = general.lifted();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public GeneralHold generalHold() {
      return general;
    }

    @Override
    public Set<WatcherKey> knownKeys() {
      return known;
    }

    @Override
    public List<SlotView> slots() {
      return slots;
    }
  }

  static final class FakeGateway implements OrderGateway {
    final List<Object> cancelled = new ArrayList<>();
    final List<EntryPause> pauses = new ArrayList<>();
    Executor lifting = Runnable::run;
    List<Order> unconfirmed = List.of();
    Set<SlotId> owed = Set.of();
    Observation observation;
    GatewayMetrics metrics = new GatewayMetrics(0, 0, Optional.empty(), Map.of());
    DuplicateOrders surplus = new DuplicateOrders(List.of(), List.of(), List.of(), List.of());
    CompletionStage<AccountOverview> overview =
        CompletableFuture.completedFuture(
            new AccountOverview(
                null, List.of(), List.of(), List.of(), UnreadItems.NONE, List.of(), List.of()));

    @Override
    public URI address() {
      return URI.create("http://127.0.0.1:1");
    }

    @Override
    public Map<String, String> admit(Wish wish, long generation) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void retire(SlotId slot, long generation) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void withdraw(SlotId slot) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<Order>> cancelOrders(Set<SlotId> slots, Duration patience) {
      cancelled.add(slots);
      return CompletableFuture.completedFuture(unconfirmed);
    }

    @Override
    public Set<SlotId> owedCancels() {
      return owed;
    }

    @Override
    public CompletionStage<List<Order>> cancelAllOrders(Set<Slot> kinds, Duration patience) {
      cancelled.add(kinds);
      return CompletableFuture.completedFuture(unconfirmed);
    }

    @Override
    public CompletionStage<List<Order>> pause(EntryPause pause, Duration patience) {
      pauses.add(pause);
      return CompletableFuture.completedFuture(unconfirmed);
    }

    @Override
    public CompletionStage<List<EntryPause>> resume(PauseScope scope) {
      return CompletableFuture.supplyAsync(() -> lift(scope), lifting);
    }

    private List<EntryPause> lift(PauseScope scope) {
      List<EntryPause> lifted =
          pauses.stream().filter(pause -> scope.includes(pause.scope())).toList();
      pauses.removeAll(lifted);
      return lifted;
    }

    @Override
    public CompletionStage<DuplicateOrders> surplus(
        boolean cancelOurs, boolean cancelOlder, Duration patience) {
      cancelled.add(List.of(cancelOurs, cancelOlder));
      return CompletableFuture.completedFuture(surplus);
    }

    @Override
    public CompletionStage<LedgerAcceptance> acceptLedger(
        Symbol symbol, WatcherKey key, boolean isDryRun) {
      return CompletableFuture.completedFuture(
          new LedgerAcceptance(symbol + " " + key + " " + isDryRun, true));
    }

    @Override
    public GatewayMetrics metrics() {
      return metrics;
    }

    @Override
    public Optional<Observation> observation(Set<Symbol> symbols) {
      return Optional.ofNullable(observation);
    }

    @Override
    public CompletionStage<AccountOverview> overview() {
      return overview.thenApply(
          seen ->
              new AccountOverview(
                  seen.account(),
                  seen.ledger(),
                  seen.orders(),
                  seen.foreign(),
                  seen.unread(),
                  seen.reservations(),
                  pauses));
    }
  }

  static final class FakeBroker implements Broker {
    final Map<Symbol, Quote> quotes = new HashMap<>();
    int quoteCalls;
    boolean down;
    boolean knowsAssets = true;
    BigDecimal cash = new BigDecimal("100000");
    List<TradingDay> calendar = List.of();

    @Override
    public Map<Symbol, Quote> quotes(Set<Symbol> symbols) {
      refuseWhenDown();
      synchronized (this) {
        quoteCalls++;
      }
      return quotes;
    }

    @Override
    public Optional<Asset> asset(Symbol symbol) {
      refuseWhenDown();
      return knowsAssets
          ? Optional.of(
              new Asset(
                  symbol,
                  new Increments(new BigDecimal("0.01"), new BigDecimal("0.0001")),
                  new BigDecimal("0.0001"),
                  true,
                  true,
                  false))
          : Optional.empty();
    }

    @Override
    public List<TradingDay> calendar(LocalDate first, LocalDate last) {
      refuseWhenDown();
      return calendar;
    }

    private void refuseWhenDown() {
      if (down) {
        throw new BrokerException(BrokerException.Failure.UNREACHABLE, 0, 0, "connection refused");
      }
    }

    @Override
    public Account account() {
      refuseWhenDown();
      return new Account(
          "PA1", "ACTIVE", cash, cash, cash, cash, cash, BigDecimal.ONE, false, false, true);
    }

    @Override
    public List<CashTransfer> transfers(Instant after) {
      throw new UnsupportedOperationException();
    }

    @Override
    public PositionList positions() {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderList orders(OrderQuery query) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Order> order(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Order> orderByClientOrderId(String clientOrderId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Order submit(OrderRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Order replace(String id, ReplaceRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MarketClock clock() {
      throw new UnsupportedOperationException();
    }
  }

  static Quote quote(String bid, String ask) {
    return new Quote(new BigDecimal(bid), BigDecimal.ONE, new BigDecimal(ask), BigDecimal.ONE, NOW);
  }

  public static Order order(Side side, String quantity, String limit, OrderStatus status) {
    return new Order(
        "id-1",
        "mdx-1",
        KEY.symbol(),
        side,
        "limit",
        TimeInForce.GTC,
        new BigDecimal(quantity),
        BigDecimal.ZERO,
        null,
        new BigDecimal(limit),
        status,
        NOW,
        NOW,
        NOW,
        null,
        null,
        null,
        null,
        null);
  }

  public static SlotView state(SlotId slot, long generation, Wish wish, boolean wanted) {
    return new SlotView(
        slot,
        generation,
        generation,
        wish,
        wanted,
        wanted ? 4711 : 0,
        wanted ? generation : 0,
        wanted ? "watching_orders" : "expired",
        NOW,
        NOW,
        0,
        null,
        null);
  }
}

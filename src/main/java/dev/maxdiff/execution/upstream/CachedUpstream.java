package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.OpaquePosition;
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.RateBudget.Purpose;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.LedgerCorrections;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.LedgerCorrection;
import dev.maxdiff.execution.model.ObservedQuote;
import dev.maxdiff.execution.model.OtherStarts;
import dev.maxdiff.execution.model.OwnOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Reads from the broker within the request budget; callers within one time window share an answer.
 *
 * <p>Positions are read before orders. A fill between the two reads is then subtracted from the
 * owned quantity while the position still shows it, so an exit closes too little and never too
 * much.
 */
public final class CachedUpstream implements UpstreamView {

  private final Broker blocking;
  private final AsyncBroker broker;
  private final ExecutionSettings settings;
  private final OrderReader orders;
  private final RenamedAssets renamed = new RenamedAssets();
  private final RequestPacer pace;
  private final SharedRead<LedgerSnapshot> snapshots;
  private final SharedRead<Account> accounts;
  private final SharedClock clocks;
  private final SharedQuotes quotes;
  private final Map<Symbol, Timestamped<Asset>> assets = new ConcurrentHashMap<>();

  /** The corrections that the order managers have journalled. */
  private final AtomicReference<LedgerCorrections> corrections =
      new AtomicReference<>(LedgerCorrections.NONE);

  /** Number of the newest snapshot; only the one reader at a time changes it. */
  private long sequence;

  /** The newest ledger; it changes with {@link #sequence}. */
  private PositionLedger ledger;

  /** Whether the last read failed after its orders were known: the next ledger needs all orders. */
  private boolean isBehind;

  /**
   * Reads every order of the account first.
   *
   * @param blocking reads the calendar
   * @param broker reads everything else
   * @param budget request budget of the broker
   * @param nanos a monotonic clock
   */
  public CachedUpstream(
      Broker blocking,
      AsyncBroker broker,
      String installation,
      ExecutionSettings settings,
      RateBudget budget,
      LongSupplier nanos) {
    this(blocking, broker, installation, null, OtherStarts.NONE, settings, budget, nanos);
  }

  /**
   * @param blocking reads the calendar
   * @param broker reads everything else
   * @param since no order of the installation was submitted before it; null = unknown
   * @param others tells the orders of other runtimes on copies of the directory
   * @param budget request budget of the broker
   * @param nanos a monotonic clock
   */
  public CachedUpstream(
      Broker blocking,
      AsyncBroker broker,
      String installation,
      Instant since,
      OtherStarts others,
      ExecutionSettings settings,
      RateBudget budget,
      LongSupplier nanos) {
    this.blocking = blocking;
    this.broker = broker;
    this.settings = settings;
    this.orders = new OrderReader(broker, installation, since, others, nanos);
    this.ledger = PositionLedger.empty(settings.ledger().coinFees());
    this.pace = new RequestPacer(budget, settings.reads().oldest(), nanos);
    this.snapshots = new SharedRead<>(pace, this::readLedger);
    this.accounts = new SharedRead<>(pace, broker::account);
    this.clocks = new SharedClock(pace, broker::clock);
    this.quotes = new SharedQuotes(broker, pace);
  }

  @Override
  public CompletionStage<Timestamped<LedgerSnapshot>> readSnapshot(Duration maxAge) {
    return snapshots.read(maxAge);
  }

  private CompletionStage<LedgerSnapshot> readLedger() {
    return broker
        .positions()
        .thenCompose(positions -> orders.read().thenApply(changed -> snapshot(positions, changed)));
  }

  private LedgerSnapshot snapshot(PositionList positions, List<OwnOrder> changed) {
    Collection<OwnOrder> unseen = isBehind ? orders.own() : changed;
    isBehind = true;
    ledger =
        ledger
            .after(positions.positions(), unseen, orders.foreign(), orders.rested())
            .withForeignFills(orders.foreignFills())
            .corrected(corrections.get())
            .withUnread(orders.unread().with(positions.opaque()));
    isBehind = false;
    renamed.seen(unseen);
    ledger = ledger.withUnread(ledger.unread().with(opaque(positions)));
    return new LedgerSnapshot(++sequence, ledger);
  }

  private List<OpaquePosition> opaque(PositionList positions) {
    List<OpaquePosition> opaque = new ArrayList<>(positions.opaque());
    opaque.addAll(
        renamed.among(
            positions.positions(), symbol -> ledger.symbolLedger(symbol).ownedNet().signum() != 0));
    return opaque;
  }

  @Override
  public Optional<LedgerSnapshot> last() {
    return newest().map(Timestamped::value);
  }

  @Override
  public Optional<Timestamped<LedgerSnapshot>> newest() {
    return snapshots.last();
  }

  @Override
  public void invalidate() {
    snapshots.invalidate();
    accounts.invalidate();
  }

  @Override
  public void correct(Symbol symbol, List<LedgerCorrection> ofSymbol) {
    LedgerCorrections before = corrections.getAndUpdate(all -> all.with(symbol, ofSymbol));
    if (before != corrections.get()) {
      invalidate();
    }
  }

  @Override
  public CompletionStage<Timestamped<Account>> readAccount(Duration maxAge) {
    return accounts.read(maxAge);
  }

  @Override
  public Optional<Account> newestAccount() {
    return accounts.last().map(Timestamped::value);
  }

  @Override
  public Duration retryAfter() {
    return pace.retryAfter();
  }

  @Override
  public CompletionStage<Optional<ObservedQuote>> readQuote(Symbol symbol) {
    // age on the broker's clock, because ours may differ; read first, because transit adds no age
    return clocks
        .read(settings.reads().market())
        .thenCompose(
            asked ->
                quotes
                    .readNow(Set.of(symbol))
                    .thenApply(read -> observed(read.get(symbol), asked.value().at())));
  }

  private static Optional<ObservedQuote> observed(Quote quote, Instant asked) {
    return Optional.ofNullable(quote)
        .map(found -> new ObservedQuote(found, Duration.between(found.at(), asked)));
  }

  @Override
  public Timestamped<Map<Symbol, Quote>> quotes(Set<Symbol> symbols, Duration maxAge) {
    return BrokerAnswers.await(quotes.read(symbols, maxAge));
  }

  @Override
  public CompletionStage<Optional<Timestamped<Asset>>> readAsset(Symbol symbol) {
    long now = pace.now();
    Timestamped<Asset> known = assets.get(symbol);
    if (known != null && known.age(now).compareTo(settings.reads().assetWindow()) < 0) {
      return CompletableFuture.completedStage(Optional.of(known));
    }
    return pace.admit(Purpose.LOOKUP)
        .thenCompose(admitted -> broker.asset(symbol))
        .thenApply(
            read -> {
              Optional<Timestamped<Asset>> asset = read.map(found -> new Timestamped<>(found, now));
              asset.ifPresent(found -> assets.put(symbol, found));
              return asset;
            });
  }

  @Override
  public Optional<Asset> lastAsset(Symbol symbol) {
    return Optional.ofNullable(assets.get(symbol)).map(Timestamped::value);
  }

  @Override
  public Timestamped<MarketClock> clock(Duration maxAge) {
    return BrokerAnswers.await(clocks.read(maxAge));
  }

  @Override
  public List<TradingDay> calendar(LocalDate first, LocalDate last) {
    BrokerAnswers.await(pace.admit(Purpose.LOOKUP));
    return blocking.calendar(first, last);
  }

  @Override
  public Duration age(Timestamped<?> aged) {
    return aged.age(pace.now());
  }
}

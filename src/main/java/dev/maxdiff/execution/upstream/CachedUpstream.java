package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.OpaquePosition;
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.ObservedQuote;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Reads from the broker within the request budget; callers within one time window share an answer.
 *
 * <p>Positions are read before orders. A fill between the two reads is then subtracted from the
 * owned quantity while the position still shows it, so an exit closes too little and never too
 * much.
 */
public final class CachedUpstream implements UpstreamView {

  private final Broker broker;
  private final ExecutionSettings settings;
  private final OrderReader orders;
  private final RenamedAssets renamed = new RenamedAssets();
  private final RequestPacer pace;
  private final SharedRead<LedgerSnapshot> snapshots;
  private final SharedRead<Account> accounts;
  private final SharedClock clocks;
  private final SharedQuotes quotes;
  private final Map<Symbol, Timestamped<Asset>> assets = new ConcurrentHashMap<>();

  /** Number of the newest snapshot; only the one reader at a time changes it. */
  private long sequence;

  /** The newest ledger; it changes with {@link #sequence}. */
  private PositionLedger ledger;

  /** Whether the last read failed after its orders were known: the next ledger needs all orders. */
  private boolean isBehind;

  /**
   * Reads every order of the account first.
   *
   * @param budget request budget of the broker
   * @param nanos a monotonic clock
   */
  public CachedUpstream(
      Broker broker,
      String installation,
      ExecutionSettings settings,
      RateBudget budget,
      LongSupplier nanos) {
    this(broker, installation, null, settings, budget, nanos);
  }

  /**
   * @param since no order of the installation was submitted before it; null = unknown
   * @param budget request budget of the broker
   * @param nanos a monotonic clock
   */
  public CachedUpstream(
      Broker broker,
      String installation,
      Instant since,
      ExecutionSettings settings,
      RateBudget budget,
      LongSupplier nanos) {
    this.broker = broker;
    this.settings = settings;
    this.orders = new OrderReader(broker, installation, since, nanos);
    this.ledger = PositionLedger.empty(settings.ledger().coinFees());
    this.pace = new RequestPacer(budget, settings.reads().oldest(), nanos);
    this.snapshots = new SharedRead<>(pace, this::readLedger);
    this.accounts = new SharedRead<>(pace, broker::account);
    this.clocks = new SharedClock(pace, broker::clock);
    this.quotes = new SharedQuotes(broker, pace);
  }

  @Override
  public Timestamped<LedgerSnapshot> snapshot(Duration maxAge) {
    return snapshots.read(maxAge);
  }

  private LedgerSnapshot readLedger() {
    PositionList positions = broker.positions();
    List<OwnOrder> changed = orders.read();
    Collection<OwnOrder> unseen = isBehind ? orders.own() : changed;
    isBehind = true;
    ledger =
        ledger
            .after(positions.positions(), unseen, orders.foreign(), orders.rested())
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
  public Timestamped<Account> account(Duration maxAge) {
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
  public Optional<ObservedQuote> quote(Symbol symbol) {
    // age on the broker's clock, because ours may differ; read first, because transit adds no age
    MarketClock asked = clocks.read(settings.reads().market()).value();
    return Optional.ofNullable(quotes.readNow(Set.of(symbol)).get(symbol))
        .map(quote -> new ObservedQuote(quote, Duration.between(quote.at(), asked.at())));
  }

  @Override
  public Timestamped<Map<Symbol, Quote>> quotes(Set<Symbol> symbols, Duration maxAge) {
    return quotes.read(symbols, maxAge);
  }

  @Override
  public Optional<Timestamped<Asset>> asset(Symbol symbol) {
    long now = pace.now();
    Timestamped<Asset> known = assets.get(symbol);
    if (known != null && known.age(now).compareTo(settings.reads().assetWindow()) < 0) {
      return Optional.of(known);
    }
    pace.admit(Duration.ZERO);
    Optional<Timestamped<Asset>> asset =
        broker.asset(symbol).map(found -> new Timestamped<>(found, now));
    asset.ifPresent(found -> assets.put(symbol, found));
    return asset;
  }

  @Override
  public Optional<Asset> lastAsset(Symbol symbol) {
    return Optional.ofNullable(assets.get(symbol)).map(Timestamped::value);
  }

  @Override
  public Timestamped<MarketClock> clock(Duration maxAge) {
    return clocks.read(maxAge);
  }

  @Override
  public List<TradingDay> calendar(LocalDate first, LocalDate last) {
    pace.admit(Duration.ZERO);
    return broker.calendar(first, last);
  }

  @Override
  public Duration age(Timestamped<?> aged) {
    return aged.age(pace.now());
  }
}

package dev.maxdiff.execution;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Passes reads to the broker, and shares one snapshot of positions and orders among those who ask
 * within a short window.
 *
 * <p>Positions are read before orders: a fill between the two is then already taken from what its
 * key owns while the position still shows it, which errs on the side of closing too little.
 */
final class CachedUpstream implements UpstreamView {

  private final Broker broker;
  private final ExecutionSettings settings;
  private final KnownOrders orders;

  /** One reader at a time; those who waited for it find its snapshot. */
  private final ReentrantLock reading = new ReentrantLock();

  private final AtomicLong version = new AtomicLong();
  private final Map<Symbol, KnownAsset> assets = new ConcurrentHashMap<>();
  private volatile Read last;

  private record Read(Snapshot snapshot, long version, long startedAt) {}

  private record KnownAsset(Asset asset, long readAt) {}

  CachedUpstream(Broker broker, String installation, ExecutionSettings settings) {
    this.broker = broker;
    this.settings = settings;
    this.orders = new KnownOrders(installation);
  }

  @Override
  public Snapshot snapshot(Duration maxAge) {
    long askedAt = System.nanoTime();
    reading.lock();
    try {
      if (last != null && serves(last, askedAt, maxAge)) {
        return last.snapshot;
      }
      long versionBefore = version.get();
      long startedAt = System.nanoTime();
      Snapshot snapshot = new Snapshot(last == null ? 1 : last.snapshot.sequence() + 1, read());
      last = new Read(snapshot, versionBefore, startedAt);
      return snapshot;
    } finally {
      reading.unlock();
    }
  }

  private boolean serves(Read read, long askedAt, Duration maxAge) {
    return read.version == version.get() && askedAt - read.startedAt < maxAge.toNanos()
        || read.version == version.get() && read.startedAt >= askedAt;
  }

  private Book read() {
    List<Position> positions = broker.positions();
    orders.merge(broker.orders(new OrderQuery(false, Set.of(), orders.after())));
    return Book.of(settings.coinFees(), positions, orders.own(), orders.foreign());
  }

  @Override
  public Optional<Snapshot> last() {
    return Optional.ofNullable(last).map(Read::snapshot);
  }

  @Override
  public void invalidate() {
    version.incrementAndGet();
  }

  @Override
  public Account account() {
    return broker.account();
  }

  @Override
  public Optional<SeenQuote> quote(Symbol symbol) {
    // by the broker's clock, for ours may be an hour off; before, for the way is no age
    MarketClock asked = broker.clock();
    return Optional.ofNullable(broker.quotes(Set.of(symbol)).get(symbol))
        .map(
            quote ->
                new SeenQuote(quote, Duration.between(quote.at(), asked.at()), asked.isOpen()));
  }

  @Override
  public Map<Symbol, Quote> quotes(Set<Symbol> symbols) {
    return broker.quotes(symbols);
  }

  @Override
  public Optional<Asset> asset(Symbol symbol) {
    long now = System.nanoTime();
    KnownAsset known = assets.get(symbol);
    if (known != null && now - known.readAt < settings.assetWindow().toNanos()) {
      return Optional.of(known.asset);
    }
    Optional<Asset> asset = broker.asset(symbol);
    asset.ifPresent(found -> assets.put(symbol, new KnownAsset(found, now)));
    return asset;
  }

  @Override
  public MarketClock clock() {
    return broker.clock();
  }

  @Override
  public List<TradingDay> calendar(LocalDate first, LocalDate last) {
    return broker.calendar(first, last);
  }

  @Override
  public Optional<Order> order(String id) {
    return broker.order(id);
  }

  @Override
  public Optional<Order> orderByClientOrderId(String clientOrderId) {
    return broker.orderByClientOrderId(clientOrderId);
  }
}

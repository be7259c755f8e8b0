package dev.maxdiff.control;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.TradingDays;
import dev.maxdiff.execution.model.ClosingTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The market data for the checks of wishes; a burst of wishes costs one request to the broker.
 *
 * <p>If the broker fails or exceeds {@code broker-patience}, the data count as unknown and the wish
 * passes; the gateway's pre-trade checks examine its orders again.
 */
final class MarketDataCache {

  private static final Logger LOG = LoggerFactory.getLogger(MarketDataCache.class);

  /** Length of the requested calendar in days; longer than any sequence of closed days. */
  private static final int CALENDAR_DAYS = 10;

  private record CachedQuote(CompletableFuture<Optional<Quote>> quote, long nanos) {}

  private final Broker broker;
  private final Executor blocking;
  private final ControlSettings settings;
  private final LongSupplier nanoTime;
  private final Map<Symbol, CachedQuote> quotes = new ConcurrentHashMap<>();
  private final Map<Symbol, Asset> assets = new ConcurrentHashMap<>();
  private CompletableFuture<Optional<BigDecimal>> cash; // null until the first entry
  private long cashNanos;

  /**
   * @param blocking runs the broker's blocking calls
   * @param nanoTime the monotonic clock, nanoseconds
   */
  MarketDataCache(
      Broker broker, Executor blocking, ControlSettings settings, LongSupplier nanoTime) {
    this.broker = broker;
    this.blocking = blocking;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /** Returns a two-sided quote of at most {@code quote-max-age}; empty = unknown. */
  CompletableFuture<Optional<Quote>> quote(Symbol symbol) {
    long now = nanoTime.getAsLong();
    return quotes.compute(
            symbol,
            (key, known) ->
                known != null && now - known.nanos < settings.quoteMaxAge().toNanos()
                    ? known
                    : new CachedQuote(requestQuote(symbol), now))
        .quote;
  }

  /** Returns the account's cash, of at most {@code quote-max-age}; empty = unknown. */
  synchronized CompletableFuture<Optional<BigDecimal>> cash() {
    long now = nanoTime.getAsLong();
    if (cash == null || now - cashNanos >= settings.quoteMaxAge().toNanos()) {
      cashNanos = now;
      cash = ask(() -> Optional.ofNullable(broker.account().cash()), Optional.empty());
    }
    return cash;
  }

  /**
   * Returns the increments of an asset.
   *
   * @return fails with an {@link InvalidValueException} if the broker does not trade the symbol
   */
  CompletableFuture<Increments> increments(Symbol symbol) {
    return asset(symbol)
        .thenApply(
            known -> known.map(Asset::increments).orElse(Increments.of(symbol.assetClass())));
  }

  /**
   * Returns the trading rules of an asset; empty if the broker cannot be asked.
   *
   * @return fails with an {@link InvalidValueException} if the broker does not trade the symbol
   */
  CompletableFuture<Optional<Asset>> asset(Symbol symbol) {
    Asset known = assets.get(symbol);
    return known == null
        ? ask(() -> Optional.of(loadAsset(symbol)), Optional.empty())
        : CompletableFuture.completedFuture(Optional.of(known));
  }

  /** Whether the increments of the symbol have been read from the broker. */
  boolean isLoaded(Symbol symbol) {
    return assets.containsKey(symbol);
  }

  /** Returns what can be closed at this time, by the asset as far as it has been read. */
  ClosingTerms terms(Symbol symbol, Instant now) {
    return ClosingTerms.of(symbol, Optional.ofNullable(assets.get(symbol)), now);
  }

  /**
   * Returns the broker's trading days from {@code first} on; unknown days follow built-in rules.
   */
  CompletableFuture<TradingDays> calendar(LocalDate first) {
    LocalDate last = first.plusDays(CALENDAR_DAYS);
    return ask(() -> broker.calendar(first, last), List.<TradingDay>of())
        .thenApply(known -> known.isEmpty() ? MarketCalendar.RULES : date -> session(known, date));
  }

  private static Optional<MarketCalendar.Session> session(List<TradingDay> known, LocalDate date) {
    if (date.isAfter(known.get(known.size() - 1).date())) {
      return MarketCalendar.session(date);
    }
    return known.stream()
        .filter(day -> day.date().equals(date))
        .map(day -> new MarketCalendar.Session(date, day.open(), day.close()))
        .findFirst();
  }

  private CompletableFuture<Optional<Quote>> requestQuote(Symbol symbol) {
    return ask(
        () ->
            Optional.ofNullable(broker.quotes(Set.of(symbol)).get(symbol)).filter(Quote::isUsable),
        Optional.empty());
  }

  private Asset loadAsset(Symbol symbol) {
    Optional<Asset> asset = broker.asset(symbol);
    if (asset.isEmpty() || !asset.get().tradable()) {
      throw new InvalidValueException("symbol", symbol, "one that the broker trades");
    }
    assets.put(symbol, asset.get());
    return asset.get();
  }

  private <T> CompletableFuture<T> ask(Supplier<T> request, T unknown) {
    return CompletableFuture.supplyAsync(() -> answerOr(request, unknown), blocking)
        .completeOnTimeout(unknown, settings.brokerPatience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static <T> T answerOr(Supplier<T> request, T unknown) {
    try {
      return request.get();
    } catch (BrokerException e) {
      LOG.warn("A wish is checked without the broker: {}", e.getMessage());
      return unknown;
    }
  }
}

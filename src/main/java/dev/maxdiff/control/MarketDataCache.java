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
 * What the checks of a wish ask the broker, remembered so that a burst of wishes is one question.
 *
 * <p>A broker that fails or takes too long never holds up a wish: the answer is then "not known",
 * and the gateway's fences check again before an order leaves.
 */
final class MarketDataCache {

  private static final Logger LOG = LoggerFactory.getLogger(MarketDataCache.class);

  /** How far ahead the broker is asked: longer than any run of closed days. */
  private static final int CALENDAR_DAYS = 10;

  private record CachedQuote(CompletableFuture<Optional<Quote>> quote, long nanos) {}

  private final Broker broker;
  private final Executor blocking;
  private final ControlSettings settings;
  private final LongSupplier nanoTime;
  private final Map<Symbol, CachedQuote> quotes = new ConcurrentHashMap<>();
  private final Map<Symbol, Asset> assets = new ConcurrentHashMap<>();

  /**
   * @param blocking where the broker's blocking calls run
   * @param nanoTime the monotonic clock
   */
  MarketDataCache(
      Broker broker, Executor blocking, ControlSettings settings, LongSupplier nanoTime) {
    this.broker = broker;
    this.blocking = blocking;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /** The latest two-sided quote, at most {@code quote-max-age} old; empty = not known. */
  CompletableFuture<Optional<Quote>> quote(Symbol symbol) {
    long now = nanoTime.getAsLong();
    return quotes.compute(
            symbol,
            (key, known) ->
                known != null && now - known.nanos < settings.quoteMaxAge().toNanos()
                    ? known
                    : new CachedQuote(askQuote(symbol), now))
        .quote;
  }

  /** The steps of an asset; a symbol that the broker does not trade is refused. */
  CompletableFuture<Increments> increments(Symbol symbol) {
    Asset known = assets.get(symbol);
    if (known != null) {
      return CompletableFuture.completedFuture(known.increments());
    }
    return ask(() -> loadIncrements(symbol), Increments.of(symbol.assetClass()));
  }

  /** Whether {@link #loadedIncrements} are the broker's. */
  boolean isLoaded(Symbol symbol) {
    return assets.containsKey(symbol);
  }

  /** The steps of an asset as far as they are known already. */
  Increments loadedIncrements(Symbol symbol) {
    Asset known = assets.get(symbol);
    return known == null ? Increments.of(symbol.assetClass()) : known.increments();
  }

  /** Trading days from {@code first} on: the broker's, and our own rules where it tells none. */
  CompletableFuture<TradingDays> calendar(LocalDate first) {
    LocalDate last = first.plusDays(CALENDAR_DAYS);
    return ask(() -> broker.calendar(first, last), List.<TradingDay>of())
        .thenApply(told -> told.isEmpty() ? MarketCalendar.RULES : date -> session(told, date));
  }

  private static Optional<MarketCalendar.Session> session(List<TradingDay> told, LocalDate date) {
    if (date.isAfter(told.get(told.size() - 1).date())) {
      return MarketCalendar.session(date);
    }
    return told.stream()
        .filter(day -> day.date().equals(date))
        .map(day -> new MarketCalendar.Session(date, day.open(), day.close()))
        .findFirst();
  }

  private CompletableFuture<Optional<Quote>> askQuote(Symbol symbol) {
    return ask(
        () ->
            Optional.ofNullable(broker.quotes(Set.of(symbol)).get(symbol)).filter(Quote::isUsable),
        Optional.empty());
  }

  private Increments loadIncrements(Symbol symbol) {
    Optional<Asset> asset = broker.asset(symbol);
    if (asset.isEmpty() || !asset.get().tradable()) {
      throw new InvalidValueException("symbol", symbol, "one that the broker trades");
    }
    assets.put(symbol, asset.get());
    return asset.get().increments();
  }

  private <T> CompletableFuture<T> ask(Supplier<T> question, T unknown) {
    return CompletableFuture.supplyAsync(() -> answerOr(question, unknown), blocking)
        .completeOnTimeout(unknown, settings.brokerPatience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static <T> T answerOr(Supplier<T> question, T unknown) {
    try {
      return question.get();
    } catch (BrokerException e) {
      LOG.warn("A wish is checked without the broker: {}", e.getMessage());
      return unknown;
    }
  }
}

package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.RateBudget.Purpose;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Quotes of all requested symbols, read together: one request for each asset class.
 *
 * <p>Thread-safe; no call blocks.
 */
final class SharedQuotes {

  /** Time after which a symbol without a further request is no longer read. */
  private static final Duration INTEREST = Duration.ofMinutes(2);

  /** Time for which a symbol is not requested again after the broker has refused it. */
  private static final Duration UNKNOWN = Duration.ofMinutes(10);

  private final AsyncBroker broker;
  private final RequestPacer pace;
  private final Map<Symbol, Long> wantedAt = new ConcurrentHashMap<>();
  private final Map<Symbol, Long> unknownAt = new ConcurrentHashMap<>();
  private final SharedRead<Map<Symbol, Quote>> read;

  /** Symbols of the current or the newest request. */
  private volatile Set<Symbol> covered = Set.of();

  SharedQuotes(AsyncBroker broker, RequestPacer pace) {
    this.broker = broker;
    this.pace = pace;
    this.read = new SharedRead<>(pace, this::ask);
  }

  /** Completes with quotes of at most this age; a symbol without a quote is absent. */
  CompletionStage<Timestamped<Map<Symbol, Quote>>> read(Set<Symbol> symbols, Duration maxAge) {
    long now = pace.now();
    if (maxAge.isZero()) {
      return readNow(symbols).thenApply(quotes -> new Timestamped<>(quotes, now));
    }
    symbols.forEach(symbol -> wantedAt.put(symbol, now));
    if (!covered.containsAll(symbols)) {
      read.invalidate();
    }
    return read.read(maxAge).thenApply(all -> all.map(quotes -> of(symbols, quotes)));
  }

  /** Requests the quotes of these symbols now. */
  CompletionStage<Map<Symbol, Quote>> readNow(Set<Symbol> symbols) {
    return pace.admit(Purpose.LOOKUP).thenCompose(admitted -> broker.quotes(symbols));
  }

  private CompletionStage<Map<Symbol, Quote>> ask() {
    long now = pace.now();
    wantedAt.values().removeIf(at -> now - at > INTEREST.toNanos());
    unknownAt.values().removeIf(at -> now - at > UNKNOWN.toNanos());
    Set<Symbol> asked = Set.copyOf(wantedAt.keySet());
    Set<Symbol> known = new HashSet<>(asked);
    known.removeAll(unknownAt.keySet());
    CompletionStage<Map<Symbol, Quote>> quotes =
        known.isEmpty() ? CompletableFuture.completedStage(Map.of()) : ask(known);
    return quotes.thenApply(
        read -> {
          covered = asked;
          return read;
        });
  }

  private CompletionStage<Map<Symbol, Quote>> ask(Set<Symbol> wanted) {
    return broker
        .quotes(wanted)
        .exceptionallyCompose(
            failure -> // one unknown symbol makes the broker refuse the whole request
            isRejected(failure)
                    ? oneByOne(wanted.stream().sorted().toList(), Map.of())
                    : CompletableFuture.failedStage(failure));
  }

  private CompletionStage<Map<Symbol, Quote>> oneByOne(
      List<Symbol> wanted, Map<Symbol, Quote> read) {
    if (wanted.isEmpty()) {
      return CompletableFuture.completedStage(read);
    }
    return one(wanted.get(0))
        .thenCompose(
            quote -> {
              Map<Symbol, Quote> all = new HashMap<>(read);
              all.putAll(quote);
              return oneByOne(wanted.subList(1, wanted.size()), all);
            });
  }

  private CompletionStage<Map<Symbol, Quote>> one(Symbol symbol) {
    return broker
        .quotes(Set.of(symbol))
        .exceptionallyCompose(
            failure -> {
              if (!isRejected(failure)) {
                return CompletableFuture.failedStage(failure);
              }
              unknownAt.put(symbol, pace.now()); // the symbol has no quote
              return CompletableFuture.completedStage(Map.of());
            });
  }

  private static boolean isRejected(Throwable failure) {
    return BrokerAnswers.failure(failure).filter(e -> e.failure() == Failure.REJECTED).isPresent();
  }

  private static Map<Symbol, Quote> of(Set<Symbol> symbols, Map<Symbol, Quote> quotes) {
    return quotes.entrySet().stream()
        .filter(line -> symbols.contains(line.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}

package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Quotes of all requested symbols, read together: one request for each asset class.
 *
 * <p>Thread-safe; readers block.
 */
final class SharedQuotes {

  /** Time after which a symbol without a further request is no longer read. */
  private static final Duration INTEREST = Duration.ofMinutes(2);

  /** Time for which a symbol is not requested again after the broker has refused it. */
  private static final Duration UNKNOWN = Duration.ofMinutes(10);

  private final Broker broker;
  private final RequestPacer pace;
  private final Map<Symbol, Long> wantedAt = new ConcurrentHashMap<>();
  private final Map<Symbol, Long> unknownAt = new ConcurrentHashMap<>();
  private final SharedRead<Map<Symbol, Quote>> read;

  /** Symbols of the current or the newest request. */
  private volatile Set<Symbol> covered = Set.of();

  SharedQuotes(Broker broker, RequestPacer pace) {
    this.broker = broker;
    this.pace = pace;
    this.read = new SharedRead<>(pace, this::ask);
  }

  /** Returns quotes of at most this age; a symbol without a quote is absent. */
  Timestamped<Map<Symbol, Quote>> read(Set<Symbol> symbols, Duration maxAge) {
    long now = pace.now();
    if (maxAge.isZero()) {
      return new Timestamped<>(readNow(symbols), now);
    }
    symbols.forEach(symbol -> wantedAt.put(symbol, now));
    if (!covered.containsAll(symbols)) {
      read.invalidate();
    }
    return read.read(maxAge).map(quotes -> of(symbols, quotes));
  }

  /** Requests the quotes of these symbols now. */
  Map<Symbol, Quote> readNow(Set<Symbol> symbols) {
    pace.admit(Duration.ZERO);
    return broker.quotes(symbols);
  }

  private Map<Symbol, Quote> ask() {
    long now = pace.now();
    wantedAt.values().removeIf(at -> now - at > INTEREST.toNanos());
    unknownAt.values().removeIf(at -> now - at > UNKNOWN.toNanos());
    Set<Symbol> asked = Set.copyOf(wantedAt.keySet());
    Set<Symbol> known = new HashSet<>(asked);
    known.removeAll(unknownAt.keySet());
    Map<Symbol, Quote> quotes = known.isEmpty() ? Map.of() : ask(known);
    covered = asked;
    return quotes;
  }

  private Map<Symbol, Quote> ask(Set<Symbol> wanted) {
    try {
      return broker.quotes(wanted);
    } catch (BrokerException e) {
      if (e.failure() != Failure.REJECTED) {
        throw e;
      }
      return oneByOne(wanted); // one unknown symbol makes the broker refuse the whole request
    }
  }

  private Map<Symbol, Quote> oneByOne(Set<Symbol> wanted) {
    Map<Symbol, Quote> quotes = new HashMap<>();
    for (Symbol symbol : wanted) {
      try {
        quotes.putAll(broker.quotes(Set.of(symbol)));
      } catch (BrokerException e) {
        if (e.failure() != Failure.REJECTED) {
          throw e;
        }
        unknownAt.put(symbol, pace.now()); // the symbol has no quote
      }
    }
    return quotes;
  }

  private static Map<Symbol, Quote> of(Set<Symbol> symbols, Map<Symbol, Quote> quotes) {
    return quotes.entrySet().stream()
        .filter(line -> symbols.contains(line.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}

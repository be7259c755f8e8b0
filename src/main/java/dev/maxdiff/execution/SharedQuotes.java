package dev.maxdiff.execution;

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
 * Quotes of all symbols that anybody wants, read together: one request for each asset class.
 *
 * <p>Thread-safe; readers block.
 */
final class SharedQuotes {

  /** Who has not asked for so long has gone. */
  private static final Duration INTEREST = Duration.ofMinutes(2);

  /** For how long a symbol that the broker has refused is not asked for again. */
  private static final Duration UNKNOWN = Duration.ofMinutes(10);

  private final Broker broker;
  private final UpstreamPace pace;
  private final Map<Symbol, Long> wantedAt = new ConcurrentHashMap<>();
  private final Map<Symbol, Long> unknownAt = new ConcurrentHashMap<>();
  private final SharedRead<Map<Symbol, Quote>> read;

  /** What the read under way, or the last one, was about. */
  private volatile Set<Symbol> covered = Set.of();

  SharedQuotes(Broker broker, UpstreamPace pace) {
    this.broker = broker;
    this.pace = pace;
    this.read = new SharedRead<>(pace, this::ask);
  }

  /** At most this old; a symbol without a quote is missing. */
  Aged<Map<Symbol, Quote>> read(Set<Symbol> symbols, Duration maxAge) {
    long now = pace.now();
    if (maxAge.isZero()) {
      return new Aged<>(readNow(symbols), now);
    }
    symbols.forEach(symbol -> wantedAt.put(symbol, now));
    if (!covered.containsAll(symbols)) {
      read.invalidate();
    }
    return read.read(maxAge).map(quotes -> of(symbols, quotes));
  }

  /** Asked for now, and for these alone. */
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
      return oneByOne(wanted); // one that the broker does not know spoils the answer for all
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
        unknownAt.put(symbol, pace.now()); // that there is none is an answer too
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

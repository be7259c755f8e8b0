package dev.maxdiff.execution;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Remembers for how long book and position have disagreed, for the position lags behind fills.
 *
 * <p>Too much owned for longer than the patience freezes a symbol; what is unowned may be claimed
 * only once it has been there for as long. Thread-safe; time is monotonic.
 */
final class Discrepancies {

  private final long patience;
  private final LongSupplier nanoTime;
  private final Map<Symbol, Long> shortSince = new HashMap<>();
  private final Set<Symbol> frozen = new HashSet<>();
  private final Map<Symbol, Map<Side, Steady>> unowned = new HashMap<>();

  /** A level that falls at once and rises only after it has been higher for the patience. */
  private record Steady(BigDecimal level, BigDecimal higher, long since) {
    static final Steady NONE = new Steady(BigDecimal.ZERO, BigDecimal.ZERO, 0);

    Steady seen(BigDecimal value, long now, long patience) {
      if (value.compareTo(level) <= 0) {
        return new Steady(value, value, now);
      }
      boolean rising = higher.compareTo(level) > 0;
      BigDecimal lowest = rising ? higher.min(value) : value;
      long began = rising ? since : now;
      return now - began >= patience
          ? new Steady(lowest, lowest, now)
          : new Steady(level, lowest, began);
    }
  }

  Discrepancies(Duration patience, LongSupplier nanoTime) {
    this.patience = patience.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Takes note of one look at the book; says whether this look has just frozen the symbol. */
  synchronized boolean seen(BookEntry book) {
    long now = nanoTime.getAsLong();
    Map<Side, Steady> sides =
        unowned.computeIfAbsent(book.symbol(), symbol -> new EnumMap<>(Side.class));
    for (Side side : Side.values()) {
      Steady before = sides.getOrDefault(side, Steady.NONE);
      sides.put(side, before.seen(book.unowned(side), now, patience));
    }
    if (book.shortfall().signum() == 0) {
      shortSince.remove(book.symbol());
      frozen.remove(book.symbol());
      return false;
    }
    long since = shortSince.computeIfAbsent(book.symbol(), symbol -> now);
    return now - since > patience && frozen.add(book.symbol());
  }

  synchronized boolean isFrozen(Symbol symbol) {
    return frozen.contains(symbol);
  }

  /** Whether the book and the position of the symbol must be looked at again soon. */
  synchronized boolean isPending(Symbol symbol) {
    return shortSince.containsKey(symbol);
  }

  /** What is surely unowned on that side. */
  synchronized BigDecimal claimable(Symbol symbol, Side side) {
    return unowned.getOrDefault(symbol, Map.of()).getOrDefault(side, Steady.NONE).level();
  }
}

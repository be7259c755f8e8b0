package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Tracks the time for which ledger and position differ, because the position lags behind fills.
 *
 * <p>A shortfall that lasts longer than the patience freezes the symbol. An unowned quantity is
 * claimable after it has lasted for the patience. Thread-safe; time is monotonic.
 */
public final class PositionDrift {

  private final long patience;
  private final LongSupplier nanoTime;
  private final Map<Symbol, Long> shortSince = new TreeMap<>();
  private final Set<Symbol> frozen = new TreeSet<>();
  private final Map<Symbol, Map<Side, Steady>> unowned = new TreeMap<>();

  /** A level that falls at once and rises after the value has stayed higher for the patience. */
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

  public PositionDrift(Duration patience, LongSupplier nanoTime) {
    this.patience = patience.toNanos();
    this.nanoTime = nanoTime;
  }

  /**
   * Records one observation of the ledger.
   *
   * @return whether this observation has frozen the symbol
   */
  public synchronized boolean seen(SymbolLedger ledger) {
    long now = nanoTime.getAsLong();
    Map<Side, Steady> sides =
        unowned.computeIfAbsent(ledger.symbol(), symbol -> new EnumMap<>(Side.class));
    for (Side side : Side.values()) {
      Steady before = sides.getOrDefault(side, Steady.NONE);
      sides.put(side, before.seen(ledger.unowned(side), now, patience));
    }
    if (ledger.shortfall().signum() == 0) {
      shortSince.remove(ledger.symbol());
      frozen.remove(ledger.symbol());
      return false;
    }
    long since = shortSince.computeIfAbsent(ledger.symbol(), symbol -> now);
    return now - since > patience && frozen.add(ledger.symbol());
  }

  public synchronized boolean isFrozen(Symbol symbol) {
    return frozen.contains(symbol);
  }

  /** Whether a shortfall of the symbol needs another observation soon. */
  public synchronized boolean isPending(Symbol symbol) {
    return shortSince.containsKey(symbol);
  }

  /** Returns the quantity on that side that has been unowned for the patience. */
  public synchronized BigDecimal claimable(Symbol symbol, Side side) {
    return unowned.getOrDefault(symbol, Map.of()).getOrDefault(side, Steady.NONE).level();
  }
}

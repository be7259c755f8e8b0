package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import org.pcollections.TreePMap;

/**
 * The time for which ledger and position differ, because the position lags behind fills.
 *
 * <p>A shortfall that lasts longer than the patience freezes the symbol. An unowned quantity is
 * claimable after it has lasted for the patience. Immutable; time is monotonic.
 */
public final class PositionDrift {

  private final long patience;
  private final TreePMap<Symbol, Line> lines;

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

  /**
   * One symbol.
   *
   * @param shortSince time of the first observation with the shortfall; null = none
   */
  private record Line(Long shortSince, boolean isFrozen, Steady buy, Steady sell) {
    static final Line NONE = new Line(null, false, Steady.NONE, Steady.NONE);

    Line seen(SymbolLedger ledger, long now, long patience) {
      boolean isShort = ledger.shortfall().signum() != 0;
      Long since = isShort && shortSince == null ? Long.valueOf(now) : shortSince;
      return new Line(
          isShort ? since : null,
          isShort && (isFrozen || now - since > patience),
          buy.seen(ledger.unowned(Side.BUY), now, patience),
          sell.seen(ledger.unowned(Side.SELL), now, patience));
    }

    Steady of(Side side) {
      return side == Side.BUY ? buy : sell;
    }
  }

  private PositionDrift(long patience, TreePMap<Symbol, Line> lines) {
    this.patience = patience;
    this.lines = lines;
  }

  /** Returns the drift before the first observation. */
  public static PositionDrift none(Duration patience) {
    return new PositionDrift(patience.toNanos(), TreePMap.empty());
  }

  /** Returns the drift after one observation of the ledger. */
  public PositionDrift seen(SymbolLedger ledger, long now) {
    Line line = line(ledger.symbol()).seen(ledger, now, patience);
    return new PositionDrift(patience, lines.plus(ledger.symbol(), line));
  }

  public boolean isFrozen(Symbol symbol) {
    return line(symbol).isFrozen;
  }

  /** Whether the symbol of the ledger is frozen now and was not before. */
  public boolean hasFrozen(PositionDrift before, SymbolLedger ledger) {
    return isFrozen(ledger.symbol()) && !before.isFrozen(ledger.symbol());
  }

  /** Whether a shortfall of the symbol needs another observation soon. */
  public boolean isPending(Symbol symbol) {
    return line(symbol).shortSince != null;
  }

  /** Returns the quantity on that side that has been unowned for the patience. */
  public BigDecimal claimable(Symbol symbol, Side side) {
    return line(symbol).of(side).level();
  }

  private Line line(Symbol symbol) {
    return lines.getOrDefault(symbol, Line.NONE);
  }
}

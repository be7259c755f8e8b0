package dev.maxdiff.execution.model;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.util.Map;

/**
 * The position of one symbol and its owners; quantities are signed, negative for shorts.
 *
 * @param position net position at the broker
 * @param owned filled entries less filled exits, by key
 * @param unowned {@code position} less the sum of {@code owned}
 * @param averageEntryPrice of the net position, quote currency; zero when flat
 * @param currentPrice quote currency; zero when there is no position
 */
public record SymbolPosition(
    Symbol symbol,
    BigDecimal position,
    Map<WatcherKey, BigDecimal> owned,
    BigDecimal unowned,
    BigDecimal averageEntryPrice,
    BigDecimal currentPrice) {

  public SymbolPosition {
    owned = Map.copyOf(owned);
  }
}

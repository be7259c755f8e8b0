package dev.maxdiff.execution.model;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The position of one symbol and its owners; quantities are signed, negative for shorts.
 *
 * @param position net position at the broker
 * @param owned filled entries less filled exits, in the order of the keys
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
    owned = Collections.unmodifiableMap(new TreeMap<>(owned));
  }
}

package dev.maxdiff.execution.model;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What of a position can be closed at one moment.
 *
 * @param increments of the asset
 * @param minimum smallest order, in base units
 * @param opensAt next opening of the market; null = it is open
 */
public record ClosingTerms(Increments increments, BigDecimal minimum, Instant opensAt) {

  /**
   * Returns the terms of a symbol.
   *
   * @param asset empty = not known: the smallest increments apply, so that nothing is hidden
   * @param now time of the watchers
   */
  public static ClosingTerms of(Symbol symbol, Optional<Asset> asset, Instant now) {
    boolean isOpen = symbol.isCrypto() || MarketCalendar.isOpen(now);
    return new ClosingTerms(
        asset.map(Asset::increments).orElseGet(() -> Increments.of(symbol.assetClass())),
        asset.map(Asset::minimumOrder).orElse(BigDecimal.ZERO),
        isOpen ? null : MarketCalendar.nextOpen(now));
  }
}

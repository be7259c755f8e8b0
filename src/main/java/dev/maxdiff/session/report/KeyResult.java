package dev.maxdiff.session.report;

import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;

/**
 * The fills, fees and profit of one key; money in quote currency.
 *
 * @param key null for orders that are not ours
 * @param roundTrips number of returns to flat
 * @param fees fees, included in both profits; coin fees at the price of their fill
 * @param position base units, negative for a short
 * @param realised profit of closed quantities against their average cost
 * @param unrealised profit of the position at the last price
 */
public record KeyResult(
    WatcherKey key,
    int fills,
    int roundTrips,
    BigDecimal fees,
    BigDecimal position,
    BigDecimal realised,
    BigDecimal unrealised) {

  public BigDecimal profit() {
    return realised.add(unrealised);
  }
}

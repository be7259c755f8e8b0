package dev.maxdiff.session.report;

import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;

/**
 * What one key has traded and earned; money in quote currency.
 *
 * @param key null for orders that are not ours
 * @param roundTrips how often it became flat again
 * @param fees included in both profits, coins at the price of their fill
 * @param position base units held now, negative for a short
 * @param realised profit of what was closed, against the average cost
 * @param unrealised profit of what is held, at the last price
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

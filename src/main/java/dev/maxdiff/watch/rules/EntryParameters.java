package dev.maxdiff.watch.rules;

import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The parameters of an entry watcher.
 *
 * @param target base units to hold in the end
 * @param tolerance distance between quote and limit, as a fraction, within which an order is sent
 * @param expiresAt exchange time
 * @param generation of this process; orders of earlier generations belong to another wish
 * @param environment provides ALP_MIN_NOTIONAL settings
 */
public record EntryParameters(
    Symbol symbol,
    Side side,
    Price limit,
    Quantity target,
    BigDecimal tolerance,
    Instant expiresAt,
    Duration poll,
    boolean force,
    Integer priorityRank,
    Increments increments,
    long generation,
    Map<String, String> environment) {

  public EntryParameters {
    environment = Map.copyOf(environment);
    target =
        new Quantity(
            WatcherOrderRules.raisedToMinimum(
                symbol, target.value(), limit.value(), oneDollar(symbol)));
  }

  /** Raises a target to one dollar for every asset; the minimum of an order applies later. */
  private static Map<String, String> oneDollar(Symbol symbol) {
    return Map.of("ALP_MIN_NOTIONAL_" + symbol, "1");
  }
}

package dev.maxdiff.watch;

import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * What an exit watcher was asked for.
 *
 * @param side of the ENTRY; the orders are on the other one
 * @param target how much to close, base units; null = the whole position
 * @param tolerance relative distance within which an open order counts as the take-profit
 * @param expiresAt exchange time; null = until flat
 * @param startedAt exchange time at which this process began
 * @param sinceGeneration the first generation of this wish; what it and later ones have filled
 *     counts towards the target
 * @param generation of this process
 */
public record ExitParameters(
    Symbol symbol,
    Side side,
    Price takeprofit,
    Quantity target,
    BigDecimal tolerance,
    Instant expiresAt,
    Duration poll,
    Increments increments,
    Instant startedAt,
    long sinceGeneration,
    long generation) {

  public ExitParameters {
    if (tolerance.signum() < 0) {
      throw new InvalidValueException("price-tolerance", tolerance, "a fraction from 0 to 1");
    }
  }
}

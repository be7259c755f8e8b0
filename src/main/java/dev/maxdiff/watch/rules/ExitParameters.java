package dev.maxdiff.watch.rules;

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
 * The parameters of an exit watcher.
 *
 * @param side side of the entry; exit orders are on the opposite side
 * @param target quantity to close, base units; null = the whole position
 * @param tolerance fraction within which an open order's price counts as the take-profit
 * @param expiresAt exchange time; null = until flat
 * @param startedAt exchange time of this process's start
 * @param sinceGeneration first generation of this wish; fills of this and later generations count
 *     towards the target
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

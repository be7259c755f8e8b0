package dev.maxdiff.watch;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The world as one poll has read it, completely: a poll with a failed read never becomes one.
 *
 * @param now the exchange's time
 * @param position base units held on the entry side, never negative (hazard H07)
 * @param orders the watcher's own open orders
 * @param quote null = none
 * @param account null when the rule did not ask for it
 * @param filled base units that own orders of this wish have filled; null when not asked for
 */
public record Snapshot(
    Instant now,
    BigDecimal position,
    List<Order> orders,
    Quote quote,
    Account account,
    BigDecimal filled) {

  public Snapshot {
    orders = List.copyOf(orders);
  }

  /** Counts only what lies on the entry side; everything else is not this watcher's business. */
  static BigDecimal onSide(Side side, BigDecimal signed) {
    boolean matches = side == Side.BUY ? signed.signum() > 0 : signed.signum() < 0;
    return matches ? signed.abs() : BigDecimal.ZERO;
  }
}

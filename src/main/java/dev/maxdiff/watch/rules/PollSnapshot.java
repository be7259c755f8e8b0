package dev.maxdiff.watch.rules;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The account and market data of one poll, complete: a poll with a failed read creates no snapshot.
 *
 * @param now the exchange's time
 * @param position base units held on the entry side, zero or positive (hazard H07)
 * @param orders the watcher's own open orders
 * @param quote null = none
 * @param account null when the rules did not request it
 * @param filled base units that own orders of this wish have filled; null when not requested
 */
public record PollSnapshot(
    Instant now,
    BigDecimal position,
    List<Order> orders,
    Quote quote,
    Account account,
    BigDecimal filled) {

  public PollSnapshot {
    orders = List.copyOf(orders);
  }

  /** Returns the absolute position when it is on the entry side; otherwise zero. */
  public static BigDecimal onSide(Side side, BigDecimal signed) {
    boolean matches = side == Side.BUY ? signed.signum() > 0 : signed.signum() < 0;
    return matches ? signed.abs() : BigDecimal.ZERO;
  }
}

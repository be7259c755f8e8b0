package dev.maxdiff.watch.rules;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Price;
import java.math.BigDecimal;

/** Decides whether an open exit order has the price and the quantity of its wish. */
final class ExitOrderFit {

  /** The fraction of a position that may stay without an order. */
  private static final BigDecimal DUST = new BigDecimal("0.00001");

  private final ExitParameters p;

  ExitOrderFit(ExitParameters parameters) {
    this.p = parameters;
  }

  /** Returns the price at which an order is sent now. */
  Price price(Quote quote) {
    return WatcherOrderRules.asSent(p.side().opposite(), p.takeprofit(), quote, p.increments());
  }

  /**
   * Returns true for a price within the tolerance of the take-profit. While the quote is beyond the
   * take-profit, a price that this watcher sent earlier is right too: following the quote gives up
   * the place in the queue (hazard H15).
   */
  boolean hasRightPrice(Order order, Quote quote, ExitMemory memory) {
    BigDecimal limit = order.limitPrice();
    if (limit == null) {
      return false;
    }
    BigDecimal asSent = p.increments().passive(p.side().opposite(), p.takeprofit()).value();
    if (WatcherOrderRules.matches(limit, p.takeprofit().value(), p.tolerance())
        || limit.compareTo(asSent) == 0) {
      return true;
    }
    BigDecimal now = price(quote).value();
    boolean marketBeyond = now.compareTo(asSent) != 0;
    boolean sentByUs =
        order.id().equals(memory.sentOrderId())
            || OwnOrders.generation(order).orElse(-1) == p.generation();
    return marketBeyond && (sentByUs || limit.compareTo(now) == 0);
  }

  /**
   * Returns true when the open quantity differs from {@code wanted} by less than an increment, or
   * is smaller by at most a fraction of 0.00001: a rounded fee is worth less than the place in the
   * queue.
   */
  boolean hasRightQuantity(Order order, BigDecimal wanted) {
    BigDecimal missing = wanted.subtract(order.remaining());
    BigDecimal increment = p.increments().quantity();
    return missing.abs().compareTo(increment) < 0
        || (missing.signum() > 0 && missing.compareTo(wanted.multiply(DUST)) <= 0);
  }
}

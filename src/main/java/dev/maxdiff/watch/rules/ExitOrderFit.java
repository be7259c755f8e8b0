package dev.maxdiff.watch.rules;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.MinimumOrderValue;
import dev.maxdiff.domain.PlacementPrice;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Slot;
import java.math.BigDecimal;

/** Decides whether an open exit order has the price and the quantity of its wish. */
final class ExitOrderFit {

  /** The fraction of a position that may stay without an order. */
  private static final BigDecimal DUST = new BigDecimal("0.00001");

  private final ExitParameters p;
  private final PlacementPrice price;

  ExitOrderFit(ExitParameters parameters) {
    this.p = parameters;
    this.price = new PlacementPrice(Slot.EXIT, p.side().opposite(), p.takeprofit(), p.increments());
  }

  /** Returns the price at which an order is sent now. */
  Price price(Quote quote) {
    return price.at(quote);
  }

  /** Returns whether the price {@link PlacementPrice#fits}. */
  boolean hasRightPrice(Order order, Quote quote, ExitMemory memory) {
    BigDecimal limit = order.limitPrice();
    if (limit == null) {
      return false;
    }
    boolean isOfThisWish =
        order.id().equals(memory.sentOrderId())
            || OwnOrders.generation(order).orElse(-1) >= p.sinceGeneration();
    return price.fits(limit, isOfThisWish, quote, p.tolerance());
  }

  /** Returns true for a {@link MinimumOrderValue#isSmallRest small rest}. */
  boolean isSmallRest(Order order) {
    return order.limitPrice() != null
        && MinimumOrderValue.isSmallRest(
            p.symbol(), order.filledQuantity(), order.remaining(), order.limitPrice());
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

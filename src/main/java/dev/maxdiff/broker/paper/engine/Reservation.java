package dev.maxdiff.broker.paper.engine;

import java.math.BigDecimal;

/**
 * What an open order, or all orders of one side of a book, keep from other orders.
 *
 * @param quantity in base units; counts where the orders close a position
 * @param value at the limits, in USD; counts where the orders open a position
 */
record Reservation(BigDecimal quantity, BigDecimal value) {

  static final Reservation NONE = new Reservation(BigDecimal.ZERO, BigDecimal.ZERO);

  static Reservation of(ExchangeOrder order) {
    return new Reservation(order.remaining(), order.remaining().multiply(order.limit()));
  }

  /** A pending replacement reserves only its excess over the order that it replaces. */
  static Reservation ofReplacement(ExchangeOrder replacement, ExchangeOrder replaced) {
    BigDecimal quantity = replacement.quantityAfter(replaced);
    Reservation before = of(replaced);
    return new Reservation(
        quantity.subtract(before.quantity).max(BigDecimal.ZERO),
        quantity.multiply(replacement.limit()).subtract(before.value).max(BigDecimal.ZERO));
  }

  Reservation plus(Reservation other) {
    return new Reservation(quantity.add(other.quantity), value.add(other.value));
  }

  Reservation negated() {
    return new Reservation(quantity.negate(), value.negate());
  }
}

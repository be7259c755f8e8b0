package dev.maxdiff.broker;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * The terms of an order beyond quantity and limit price; this program places no order with such
 * terms.
 *
 * @param orderClass Alpaca's {@code order_class}; empty = a simple order
 * @param notional value to trade in place of a quantity, quote currency; null = none
 * @param stopPrice quote currency; null = none
 * @param trailPrice distance of a trailing stop, quote currency; null = none
 * @param trailPercent distance of a trailing stop, percent; null = none
 */
public record OrderTerms(
    String orderClass,
    BigDecimal notional,
    BigDecimal stopPrice,
    BigDecimal trailPrice,
    BigDecimal trailPercent) {

  public static final OrderTerms NONE = new OrderTerms("", null, null, null, null);

  public OrderTerms {
    requireNonNull(orderClass, "order_class");
  }
}

package dev.maxdiff.broker;

import java.math.BigDecimal;

/** Describes size and price of an order of any type to an operator. Pure. */
public final class OrderDescription {

  private OrderDescription() {}

  /** Returns {@code 0.5}, or {@code $500 of} for an order by value. */
  public static String size(Order order) {
    BigDecimal notional = order.terms().notional();
    return notional != null && order.quantity().signum() == 0
        ? "$" + plain(notional) + " of"
        : plain(order.remaining());
  }

  /**
   * Returns {@code at 100}, {@code stop 95}, {@code stop 95 limit 94}, {@code trailing stop 2 %} or
   * {@code at market}.
   */
  public static String price(Order order) {
    BigDecimal limit = order.limitPrice();
    String trigger = trigger(order.terms(), order.type());
    if (trigger.isEmpty()) {
      return limit == null ? "at " + order.type() : "at " + plain(limit);
    }
    return limit == null ? trigger : trigger + " limit " + plain(limit);
  }

  private static String trigger(OrderTerms terms, String type) {
    if (terms.trailPercent() != null) {
      return "trailing stop " + plain(terms.trailPercent()) + " %";
    }
    if (terms.trailPrice() != null) {
      return "trailing stop " + plain(terms.trailPrice());
    }
    if (terms.stopPrice() != null) {
      return "stop " + plain(terms.stopPrice());
    }
    return type.equals("market") || type.equals("limit") ? "" : type.replace('_', ' ');
  }

  /** Returns {@code BUY 0.5 BTCUSD at 100}. */
  public static String words(Order order) {
    return order.side().name() + " " + size(order) + " " + order.symbol() + " " + price(order);
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}

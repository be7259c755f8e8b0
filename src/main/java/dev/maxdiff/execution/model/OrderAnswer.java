package dev.maxdiff.execution.model;

import dev.maxdiff.broker.Order;
import java.util.List;

/** The answer to a request about orders. */
public sealed interface OrderAnswer
    permits OrderAnswer.Placed,
        OrderAnswer.CancelAccepted,
        OrderAnswer.Unconfirmed,
        LedgerAcceptance,
        OrderRefusal {

  /** The broker has accepted the order. */
  record Placed(Order order) implements OrderAnswer {}

  /** The broker has accepted a cancel; the order becomes terminal later. */
  record CancelAccepted() implements OrderAnswer {}

  /**
   * The end of a request that cancels several orders.
   *
   * @param orders orders that were not terminal at the deadline
   * @param failures the broker's words about those whose cancel it did not take
   */
  record Unconfirmed(List<Order> orders, List<String> failures) implements OrderAnswer {

    public Unconfirmed {
      orders = List.copyOf(orders);
      failures = List.copyOf(failures);
    }

    public Unconfirmed(List<Order> orders) {
      this(orders, List.of());
    }
  }
}

package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import java.util.List;

/** The answer to a request about orders. */
sealed interface Answer
    permits Answer.Placed, Answer.CancelAccepted, Answer.Unconfirmed, OrderRefusal {

  /** The broker has accepted the order. */
  record Placed(Order order) implements Answer {}

  /** The broker has accepted a cancel; the order becomes terminal later. */
  record CancelAccepted() implements Answer {}

  /**
   * The end of a request that cancels several orders.
   *
   * @param orders orders that were not terminal at the deadline
   */
  record Unconfirmed(List<Order> orders) implements Answer {

    public Unconfirmed {
      orders = List.copyOf(orders);
    }
  }
}

package dev.maxdiff.execution.model;

import dev.maxdiff.broker.Order;
import java.util.List;

/**
 * Open orders that duplicate a newer one, and the open orders that stay untouched.
 *
 * @param ours orders of a slot that has a newer one
 * @param older duplicate orders of the older system
 * @param foreign every other open order of another origin
 * @param unconfirmed orders whose cancel was requested and whose end the broker has not shown
 */
public record DuplicateOrders(
    List<OwnOrder> ours, List<Order> older, List<Order> foreign, List<Order> unconfirmed) {

  public DuplicateOrders {
    ours = List.copyOf(ours);
    older = List.copyOf(older);
    foreign = List.copyOf(foreign);
    unconfirmed = List.copyOf(unconfirmed);
  }
}

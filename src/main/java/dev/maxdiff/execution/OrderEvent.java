package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.SlotId;

/**
 * Something that happened to an order of ours. Listeners are called on the gateway's own threads
 * and must return at once.
 */
public sealed interface OrderEvent {

  /** The broker has taken an order. */
  record Sent(SlotId slot, long generation, Price price, Quantity quantity, String clientOrderId)
      implements OrderEvent {}

  /** An order was refused before it left; {@code reason} is the machine's word for why. */
  record Denied(SlotId slot, long generation, String reason, String words) implements OrderEvent {}

  /** An order is over: filled, cancelled, expired, replaced or rejected. */
  record Ended(SlotId slot, long generation, Order order) implements OrderEvent {}

  /** A part of an order, or all of it, was filled since the last look. */
  record Filled(SlotId slot, long generation, Price price, Quantity quantity)
      implements OrderEvent {}

  /** Something an operator should know, in one line. */
  record Alert(String words) implements OrderEvent {}
}

package dev.maxdiff.execution.model;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * An event of an order of this installation. Listeners run on threads of the gateway and must
 * return at once.
 */
public sealed interface OrderEvent {

  /** The broker has accepted an order. */
  record Sent(SlotId slot, long generation, Price price, Quantity quantity, String clientOrderId)
      implements OrderEvent {

    public static Sent of(OrderIntent intent) {
      return new Sent(
          intent.slot(),
          intent.generation(),
          intent.price(),
          intent.quantity(),
          intent.clientOrderId());
    }
  }

  /**
   * A pre-trade check or the broker has refused an order; {@code reason} is the machine-readable
   * cause.
   */
  record Denied(SlotId slot, long generation, String reason, String words) implements OrderEvent {}

  /**
   * The same denial has gone on since it was published.
   *
   * @param count of all denials so far
   */
  record DeniedAgain(Denied newest, long count, Instant since) implements OrderEvent {

    public String words() {
      return count + " times since " + since + ": " + newest.words;
    }
  }

  /**
   * A repeated denial has ended: an order was accepted, or none is wanted any more.
   *
   * @param count of all denials
   */
  record DenialEnded(Denied newest, long count, Instant since) implements OrderEvent {

    public String words() {
      return "ended after " + count + " times since " + since + ": " + newest.words;
    }
  }

  /**
   * An order is terminal: filled, cancelled, expired, replaced or rejected.
   *
   * @param price its limit; null if it has none or it is unknown
   * @param filled total filled quantity
   */
  record Ended(SlotId slot, long generation, Price price, OrderStatus status, BigDecimal filled)
      implements OrderEvent {

    /** {@code canceled, 0.2 filled}. */
    public String words() {
      boolean partly = filled.signum() > 0 && status != OrderStatus.FILLED;
      return partly
          ? status + ", " + filled.stripTrailingZeros().toPlainString() + " filled"
          : status.toString();
    }
  }

  /** A fill since the last observation. */
  record Filled(SlotId slot, long generation, Price price, Quantity quantity)
      implements OrderEvent {}

  /** An order has replaced another; durable. */
  record Replaced(ReplaceReport report) implements OrderEvent {}

  /** A message for the operator, in one line. */
  record Alert(String words) implements OrderEvent {}
}

package dev.maxdiff.execution;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;

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

  /**
   * An order is over: filled, cancelled, expired, replaced or rejected.
   *
   * @param price its limit; null when it has none, or it is not known
   * @param filled all that it filled
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

  /** A part of an order, or all of it, was filled since the last look. */
  record Filled(SlotId slot, long generation, Price price, Quantity quantity)
      implements OrderEvent {}

  /** An order has taken the place of another; durable by now. */
  record Replaced(Receipt receipt) implements OrderEvent {}

  /** Something an operator should know, in one line. */
  record Alert(String words) implements OrderEvent {}
}

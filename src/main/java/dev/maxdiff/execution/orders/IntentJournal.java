package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.Order;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderIntent;
import java.util.Collection;

/** The journal of the order manager, for the thread of a task. */
interface IntentJournal {

  /** Returns the intents of the symbol without a known outcome at the start of the task. */
  Collection<OrderIntent> unresolved();

  /**
   * Assigns number and client order id to the intent; returns when the intent is durable.
   *
   * @param seen highest number that the broker has shown for the slot
   * @throws JournalException if the intent is not durable: nothing may be sent
   */
  OrderIntent write(OrderIntent intent, long seen);

  /** Records that the broker has accepted the order; visible to the next task. */
  void accepted(OrderIntent intent, Order order);

  /** Records another outcome; visible to the next task. */
  void resolve(OrderIntent intent, IntentOutcome outcome);

  /**
   * Whether the actor has not restarted since the start of the task; if it has, nothing may be
   * sent.
   */
  boolean isAlive();

  /** The journal has not confirmed the intent. */
  final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

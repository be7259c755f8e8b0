package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.ProposedOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * What an order manager does for a task. A request is answered by one {@link TaskInput}; the other
 * effects have no answer and never fail.
 */
public sealed interface TaskEffect {

  /** A request to the broker; its stage completes with one {@link TaskInput}. */
  sealed interface Request extends TaskEffect {}

  /** An effect without an answer; it never fails. */
  sealed interface Unanswered extends TaskEffect {}

  /** Requests what the pre-trade checks of an order of this authority need. */
  record ReadScene(WatcherAuthority authority) implements Request {}

  /** Requests the orders and positions of the account. */
  record ReadLedger() implements Request {}

  /** Requests an order by the broker's id. */
  record ReadOrder(String id) implements Request {}

  /** Requests an order whose outcome is unknown. */
  record LookUp(String clientOrderId) implements Request {}

  /** Makes the intent durable; nothing is sent before the answer. */
  record WriteIntent(OrderIntent intent) implements TaskEffect {}

  /**
   * Sends the order, once. The authority is checked again immediately before.
   *
   * @param order the order as it was checked
   */
  record Send(OrderIntent intent, ProposedOrder order) implements Request {}

  /** Requests a cancel. */
  record Cancel(String id) implements Request {}

  /** Requests an answer after this time. */
  record Wait(Duration time) implements TaskEffect {}

  /** Counts the entry as committed cash, in all symbols, before the account is read. */
  record ReserveCash(SlotId slot, BigDecimal notional) implements Unanswered {}

  /** Ends {@link ReserveCash}. */
  record FreeCash(SlotId slot) implements Unanswered {}

  /**
   * Journals the outcome of an intent.
   *
   * @param takenAt time of acceptance on the broker's clock; null if unknown or not accepted
   */
  record Resolve(OrderIntent intent, IntentOutcome outcome, Instant takenAt)
      implements TaskEffect {}

  /** The broker forbids an order; the next one of the slot waits. */
  record TellRefusal(WatcherAuthority authority, OrderRefusal refusal) implements TaskEffect {}

  /** Marks earlier reads of the account as outdated. */
  record OutdateReads() implements Unanswered {}

  record Publish(OrderEvent event) implements Unanswered {}

  /** Answers the request; the last effect of a task. */
  record Answer(OrderAnswer answer) implements TaskEffect {}
}

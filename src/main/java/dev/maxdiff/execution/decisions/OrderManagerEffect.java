package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.LedgerCorrection;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.ReplaceReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What an order manager does: a request, a timer, an answer, or an effect without an answer. */
public sealed interface OrderManagerEffect {

  /** A request; it is answered by one {@link OrderManagerInput}. */
  sealed interface Request extends OrderManagerEffect {}

  /** A request of the running task. */
  record OfTask(long task, TaskEffect.Request request) implements Request {}

  /** Requests an order whose outcome is unknown. */
  record LookUpOrder(String clientOrderId) implements Request {}

  /** Requests orders and positions of the account, at most this old. */
  record ReadAccount(Duration maxAge) implements Request {}

  /** Compares the ledger of the symbol with the position for the account's drift. */
  record ComparePosition(SymbolLedger ledger) implements Request {}

  /** Starts a timer, or starts it again. */
  record StartTimer(OrderManagerTimer timer, Duration time) implements OrderManagerEffect {}

  /** Answers a task. The outcome of its order may not be durable by then; its intent is. */
  record Answer(Requester requester, OrderAnswer answer) implements OrderManagerEffect {}

  /** Requests this input after the events of the step are durable. */
  record Continue(OrderManagerInput input) implements OrderManagerEffect {}

  /** An effect without an answer; it never fails. */
  sealed interface Unanswered extends OrderManagerEffect {}

  /** An effect of the running task without an answer. */
  record Plain(TaskEffect.Unanswered effect) implements Unanswered {}

  /** Counts an unresolved intent as committed cash. */
  record ReserveIntent(OrderIntent intent) implements Unanswered {}

  /** Wakes the watchers of the key: there is news for them. */
  record NotifyWatchers(WatcherKey key) implements Unanswered {}

  /**
   * Shows the watchers their own ids of their orders.
   *
   * @param byClientOrderId see {@link OrderManagerState}
   */
  record ShowCallerIds(Map<String, String> byClientOrderId) implements Unanswered {}

  /**
   * Shows the symbol's corrections in every ledger that is read from now on.
   *
   * @param corrections durable ones
   */
  record ShowCorrections(List<LedgerCorrection> corrections) implements Unanswered {}

  /** Sets the number of unresolved intents in the metrics. */
  record CountUnresolved(int intents) implements Unanswered {}

  /** Adds a denied order to the metrics. */
  record CountDenial() implements Unanswered {}

  /** Adds a replacement to the metrics. */
  record CountReplacement(ReplaceReport report) implements Unanswered {}

  /** Logs a defect that has ended a task. */
  record LogDefect(Throwable defect) implements Unanswered {}

  /** Logs the first failure of an outage of the broker. */
  record LogUnreadable(Throwable failure) implements Unanswered {}
}

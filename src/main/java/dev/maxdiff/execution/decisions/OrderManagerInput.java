package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.LedgerAcceptance;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderIntent;
import java.util.List;
import java.util.Optional;

/** What an order manager is told: a request, an answer to one of its effects, or a time. */
public sealed interface OrderManagerInput {

  // ---- from outside

  /** Requests a task. */
  record Submitted(OrderTask task, Requester requester) implements OrderManagerInput {}

  /** The slot was withdrawn. */
  record Released(SlotId slot) implements OrderManagerInput {}

  /** A change at the broker is possible. */
  record ChangeExpected() implements OrderManagerInput {}

  /**
   * An operator accepts the position of the newest read, or asks what that would do.
   *
   * @param key bears or gets the difference; null = every owner
   */
  record AcceptAsked(WatcherKey key, boolean isDryRun, Requester requester)
      implements OrderManagerInput {}

  /**
   * The journal is recovered. The step writes no event.
   *
   * @param baseline snapshot read before any order of this order manager; null if nothing was read
   */
  record Recovered(LedgerSnapshot baseline) implements OrderManagerInput {}

  /** The journal has failed or the program ends: what was not sent is never sent. */
  record Interrupted() implements OrderManagerInput {}

  // ---- answers to effects

  /** Answers {@link OrderManagerEffect.OfTask}. */
  record TaskAnswered(long task, TaskInput input) implements OrderManagerInput {}

  /** Answers {@link OrderManagerEffect.OfTask}: a defect. */
  record TaskBroken(long task, Throwable defect) implements OrderManagerInput {}

  /**
   * Answers {@link OrderManagerEffect.LookUpOrder}.
   *
   * @param order empty when the broker does not know the order
   */
  record LookedUp(String clientOrderId, Optional<Order> order) implements OrderManagerInput {}

  /** Answers {@link OrderManagerEffect.LookUpOrder}: the broker did not answer. */
  record LookupFailed(String clientOrderId, Throwable failure) implements OrderManagerInput {}

  /** Answers {@link OrderManagerEffect.ReadAccount}. */
  record AccountRead(LedgerSnapshot snapshot) implements OrderManagerInput {}

  /** Answers {@link OrderManagerEffect.ReadAccount}: the broker did not answer. */
  record AccountUnread(Throwable failure) implements OrderManagerInput {}

  /**
   * Answers {@link OrderManagerEffect.ComparePosition}.
   *
   * @param hasFrozen whether this comparison has frozen the symbol
   */
  record PositionCompared(SymbolLedger ledger, boolean hasFrozen) implements OrderManagerInput {}

  /** Answers {@link OrderManagerEffect.StartTimer}. */
  record Elapsed(OrderManagerTimer timer) implements OrderManagerInput {}

  // ---- continuations of an earlier step, whose events are durable

  /** These events of the step are durable. */
  record Written(List<OrderJournalEvent> events) implements OrderManagerInput {
    public Written {
      events = List.copyOf(events);
    }
  }

  /** The correction that an operator accepted is durable. */
  record Accepted(Requester requester, LedgerAcceptance answer) implements OrderManagerInput {}

  /** The task is answered. */
  record TaskDone(long task) implements OrderManagerInput {}

  /** The broker has shown the order of an intent that was unresolved. */
  record Found(OrderIntent intent, Order order) implements OrderManagerInput {}

  /** The repeated cancel of unwanted orders has ended. */
  record CancelledAgain(OrderAnswer answer) implements OrderManagerInput {}

  /**
   * The renewal of an order has ended.
   *
   * @param id the broker's id of the old order
   */
  record Renewed(String id, OrderAnswer answer) implements OrderManagerInput {}

  /** A requested cancel has ended, and orders may be open. */
  record CancelsOwed() implements OrderManagerInput {}

  /** The order manager goes on after its recovery. */
  record Resumed() implements OrderManagerInput {}
}

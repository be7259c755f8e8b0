package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.execution.ledger.PositionLedger;
import java.util.Optional;

/** The answer to the {@link TaskEffect} for which a task waits. */
public sealed interface TaskInput {

  /** Answers {@link TaskEffect.ReadScene}. */
  record SceneRead(Scene scene) implements TaskInput {}

  /** Answers {@link TaskEffect.ReadLedger}. */
  record LedgerRead(PositionLedger ledger) implements TaskInput {}

  /**
   * Answers {@link TaskEffect.ReadOrder} and {@link TaskEffect.LookUp}.
   *
   * @param order empty when the broker does not know the order
   */
  record OrderRead(Optional<Order> order) implements TaskInput {}

  /** Answers {@link TaskEffect.WriteIntent}: the intent is durable. */
  record IntentWritten() implements TaskInput {}

  /** Answers {@link TaskEffect.Send}: the broker has accepted the order. */
  record Accepted(Order order) implements TaskInput {}

  /** Answers {@link TaskEffect.Send}: the authority had ended, and nothing was sent. */
  record Revoked() implements TaskInput {}

  /** Answers {@link TaskEffect.Cancel}: the broker has accepted the cancel of this order. */
  record CancelAccepted(String id) implements TaskInput {}

  /** Answers {@link TaskEffect.Cancel} of this order: the request failed. */
  record CancelFailed(String id, BrokerException failure) implements TaskInput {}

  /** Answers {@link TaskEffect.Wait}. */
  record Elapsed() implements TaskInput {}

  /** Answers every other request: it failed. */
  record Failed(BrokerException failure) implements TaskInput {}
}

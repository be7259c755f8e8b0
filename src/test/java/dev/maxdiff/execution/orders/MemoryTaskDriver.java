package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.TaskEffect;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderIntent;
import java.time.Duration;

/** A driver with the journal in memory and a clock that only a pause moves. */
class MemoryTaskDriver extends TaskDriver {

  private OrderManagerState state = OrderManagerState.EMPTY;
  private long nanos;

  MemoryTaskDriver(Symbol symbol, GatewayContext context) {
    super(symbol, context);
  }

  @Override
  final OrderManagerState journalled() {
    return state;
  }

  @Override
  final long nanos() {
    return nanos;
  }

  @Override
  final void pause(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  void write(OrderIntent intent) {
    state = state.on(new OrderJournalEvent.IntentWritten(intent, FakeBroker.NOW));
  }

  @Override
  void resolve(TaskEffect.Resolve resolve) {
    resolve(resolve.intent().clientOrderId(), resolve.outcome());
  }

  final void resolve(String clientOrderId, IntentOutcome outcome) {
    state = state.on(new OrderJournalEvent.IntentResolved(clientOrderId, outcome, FakeBroker.NOW));
  }
}

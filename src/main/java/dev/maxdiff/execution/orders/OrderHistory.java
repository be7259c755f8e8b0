package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderReplaced;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OwnOrder;
import java.time.Instant;
import java.util.List;

/**
 * The events of an order manager beyond intents: ends and replacements of orders. Uses the newest
 * snapshot; sends no request.
 */
final class OrderHistory {

  private final Symbol symbol;
  private final GatewayContext context;

  OrderHistory(Symbol symbol, GatewayContext context) {
    this.symbol = symbol;
    this.context = context;
  }

  /**
   * Returns events for orders that the newest snapshot shows as ended and that are not journalled
   * yet.
   */
  List<OrderJournalEvent> ended(OrderManagerState state) {
    return state.working().isEmpty() ? List.of() : state.ended(seen(), context.clock().instant());
  }

  /**
   * Returns the events of {@link OrderManagerState#outcome}, computed from the newest snapshot; the
   * sender has refreshed it before the request.
   */
  List<OrderJournalEvent> outcome(
      OrderManagerState state, String clientOrderId, IntentOutcome outcome, Instant takenAt) {
    return state.outcome(clientOrderId, outcome, takenAt, seen(), context.clock().instant());
  }

  private List<OwnOrder> seen() {
    return context.upstream().last().stream()
        .flatMap(snapshot -> snapshot.ledger().own().stream())
        .filter(line -> line.order().symbol().equals(symbol))
        .toList();
  }

  void count(OrderManagerState state) {
    context.metrics().unresolved(symbol, state.unresolved().size());
  }

  /** Publishes durable events to the listener and the metrics. */
  void publish(OrderManagerState state, List<OrderJournalEvent> events) {
    count(state);
    for (OrderJournalEvent event : events) {
      if (event instanceof OrderReplaced replaced) {
        context.metrics().replaced(replaced.receipt());
        context.events().accept(new OrderEvent.Replaced(replaced.receipt()));
      }
    }
  }
}

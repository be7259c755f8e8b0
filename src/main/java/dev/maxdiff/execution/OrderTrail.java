package dev.maxdiff.execution;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.SymbolDesk.Event;
import dev.maxdiff.execution.SymbolDesk.OrderReplaced;
import java.time.Instant;
import java.util.List;

/**
 * The events of an order manager beyond intents: ends and replacements of orders. Uses the newest
 * snapshot; sends no request.
 */
final class OrderTrail {

  private final Symbol symbol;
  private final DeskTools tools;

  OrderTrail(Symbol symbol, DeskTools tools) {
    this.symbol = symbol;
    this.tools = tools;
  }

  /**
   * Returns events for orders that the newest snapshot shows as ended and that are not journalled
   * yet.
   */
  List<Event> ended(DeskState state) {
    return state.working().isEmpty() ? List.of() : state.ended(seen(), tools.clock().instant());
  }

  /**
   * Returns the events of {@link DeskState#outcome}, computed from the newest snapshot; the sender
   * has refreshed it before the request.
   */
  List<Event> outcome(
      DeskState state, String clientOrderId, IntentOutcome outcome, Instant takenAt) {
    return state.outcome(clientOrderId, outcome, takenAt, seen(), tools.clock().instant());
  }

  private List<OwnOrder> seen() {
    return tools.view().last().stream()
        .flatMap(snapshot -> snapshot.book().own().stream())
        .filter(line -> line.order().symbol().equals(symbol))
        .toList();
  }

  void count(DeskState state) {
    tools.gauges().unresolved(symbol, state.unresolved().size());
  }

  /** Publishes durable events to the listener and the metrics. */
  void tell(DeskState state, List<Event> events) {
    count(state);
    for (Event event : events) {
      if (event instanceof OrderReplaced replaced) {
        tools.gauges().replaced(replaced.receipt());
        tools.events().accept(new OrderEvent.Replaced(replaced.receipt()));
      }
    }
  }
}

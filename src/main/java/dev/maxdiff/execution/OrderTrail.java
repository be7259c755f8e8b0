package dev.maxdiff.execution;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.SymbolDesk.Event;
import dev.maxdiff.execution.SymbolDesk.OrderReplaced;
import java.time.Instant;
import java.util.List;

/**
 * What a desk writes of its orders beyond their intents: how they ended, and what has taken their
 * place. Reads the newest snapshot and asks the broker nothing.
 */
final class OrderTrail {

  private final Symbol symbol;
  private final DeskTools tools;

  OrderTrail(Symbol symbol, DeskTools tools) {
    this.symbol = symbol;
    this.tools = tools;
  }

  /** Orders that the newest snapshot shows to have ended, and that are not written yet. */
  List<Event> ended(DeskState state) {
    return state.working().isEmpty() ? List.of() : state.ended(seen(), tools.clock().instant());
  }

  /** {@link DeskState#outcome} by the newest snapshot: it is read anew before an order is sent. */
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

  /** Tells the listener, and the metrics, what is durable by now. */
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

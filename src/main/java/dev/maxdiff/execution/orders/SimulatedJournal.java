package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderManagerState;
import java.util.List;

/** The journals of the order managers on virtual time. */
public interface SimulatedJournal {

  /** Returns the journalled state of the symbol's order manager. */
  OrderManagerState state(Symbol symbol);

  /** Makes the events of one step durable before it returns. */
  void write(Symbol symbol, List<OrderJournalEvent> events);
}

package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.risk.EntryPauses;
import java.util.List;

/** The journals of the order managers, and the stored pauses of entries, on virtual time. */
public interface SimulatedJournal extends PauseStore {

  /** Returns the journalled state of the symbol's order manager. */
  OrderManagerState state(Symbol symbol);

  /** Makes the events of one step durable before it returns. */
  void write(Symbol symbol, List<OrderJournalEvent> events);

  /** Returns the pauses that were stored last. */
  EntryPauses pauses();
}

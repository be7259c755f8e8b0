package dev.maxdiff.model;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.orders.SimulatedJournal;
import dev.maxdiff.execution.risk.EntryPauses;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The journals of the order managers; the runtime can die before and after each write. */
final class ModelJournal implements SimulatedJournal {

  private final Simulation simulation;
  private final Map<Symbol, OrderManagerState> states = new HashMap<>();

  private EntryPauses pauses = EntryPauses.NONE;

  ModelJournal(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public OrderManagerState state(Symbol symbol) {
    return states.getOrDefault(symbol, OrderManagerState.EMPTY);
  }

  @Override
  public void write(Symbol symbol, List<OrderJournalEvent> events) {
    simulation.between("write " + events);
    events.forEach(event -> states.put(symbol, state(symbol).on(event)));
    simulation.note("written " + events);
    simulation.between("written " + events);
  }

  @Override
  public EntryPauses pauses() {
    return pauses;
  }

  @Override
  public void write(List<EntryPause> stored, BigDecimal forgivenDay) {
    simulation.between("write pauses " + stored);
    pauses = new EntryPauses(stored, forgivenDay, null);
    simulation.note("stored pauses " + stored);
    simulation.between("stored pauses " + stored);
  }

  /** Whether an order of the slot has an unknown outcome. */
  boolean isUnresolved(SlotId slot) {
    return state(slot.key().symbol()).unresolved().values().stream()
        .anyMatch(intent -> intent.slot().equals(slot));
  }
}

package dev.maxdiff.control.events;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.util.Set;

/**
 * Selects events.
 *
 * @param symbols empty = all
 * @param slots empty = both
 * @param since earliest time, in the watchers' time
 */
public record HistoryQuery(Set<Symbol> symbols, Set<Slot> slots, Instant since) {

  public HistoryQuery {
    symbols = Set.copyOf(symbols);
    slots = Set.copyOf(slots);
  }

  /** Whether the query selects {@code event}; a filter excludes events without a slot. */
  public boolean matches(RuntimeEvent event) {
    boolean filtered = !symbols.isEmpty() || !slots.isEmpty();
    if (event.at().isBefore(since) || (filtered && event.slot() == null)) {
      return false;
    }
    return (symbols.isEmpty() || symbols.contains(event.slot().key().symbol()))
        && (slots.isEmpty() || slots.contains(event.slot().slot()));
  }
}

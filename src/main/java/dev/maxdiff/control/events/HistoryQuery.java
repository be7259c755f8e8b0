package dev.maxdiff.control.events;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.util.Set;

/**
 * Which happenings to read.
 *
 * @param symbols empty = all
 * @param slots empty = both
 * @param since the earliest, in the watchers' time
 */
public record HistoryQuery(Set<Symbol> symbols, Set<Slot> slots, Instant since) {

  public HistoryQuery {
    symbols = Set.copyOf(symbols);
    slots = Set.copyOf(slots);
  }

  /** Whether {@code happening} was asked for; one without a slot is left out by any filter. */
  public boolean matches(RuntimeEvent happening) {
    boolean named = !symbols.isEmpty() || !slots.isEmpty();
    if (happening.at().isBefore(since) || (named && happening.slot() == null)) {
      return false;
    }
    return (symbols.isEmpty() || symbols.contains(happening.slot().key().symbol()))
        && (slots.isEmpty() || slots.contains(happening.slot().slot()));
  }
}

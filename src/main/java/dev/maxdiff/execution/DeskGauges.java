package dev.maxdiff.execution;

import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What all desks of one gateway have to show for the metrics. Thread-safe. */
final class DeskGauges {

  private record Worst(LocalDate day, Duration gap) {}

  private final Map<Symbol, Integer> unresolved = new HashMap<>();
  private final Map<Slot, Worst> worst = new EnumMap<>(Slot.class);

  synchronized void unresolved(Symbol symbol, int intents) {
    unresolved.put(symbol, intents);
  }

  synchronized int unresolved() {
    return unresolved.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** In any order: those of an earlier day than the newest do not count. */
  synchronized void replaced(Receipt receipt) {
    Worst next = new Worst(MarketCalendar.dateOf(receipt.until()), receipt.gap());
    worst.merge(receipt.slot().slot(), next, DeskGauges::worse);
  }

  private static Worst worse(Worst one, Worst other) {
    if (!one.day.equals(other.day)) {
      return one.day.isAfter(other.day) ? one : other;
    }
    return one.gap.compareTo(other.gap) >= 0 ? one : other;
  }

  /** The longest gaps of the exchange's day in which {@code now} lies. */
  synchronized Map<Slot, Duration> worstGaps(Instant now) {
    LocalDate today = MarketCalendar.dateOf(now);
    Map<Slot, Duration> gaps = new EnumMap<>(Slot.class);
    worst.forEach(
        (slot, line) -> gaps.put(slot, line.day.equals(today) ? line.gap : Duration.ZERO));
    return gaps;
  }
}

package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.ReplaceReport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The figures of all order managers for the metrics. Thread-safe. */
public final class OrderMetrics {

  private record Worst(LocalDate day, Duration gap) {}

  private final Map<Symbol, Integer> unresolved = new HashMap<>();
  private final Map<Slot, Worst> worst = new EnumMap<>(Slot.class);

  synchronized void unresolved(Symbol symbol, int intents) {
    unresolved.put(symbol, intents);
  }

  public synchronized int unresolved() {
    return unresolved.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Counts a replacement; reports of a day before the newest day do not count. Reports may arrive
   * in any order.
   */
  public synchronized void replaced(ReplaceReport report) {
    Worst next = new Worst(MarketCalendar.dateOf(report.until()), report.gap());
    worst.merge(report.slot().slot(), next, OrderMetrics::worse);
  }

  private static Worst worse(Worst one, Worst other) {
    if (!one.day.equals(other.day)) {
      return one.day.isAfter(other.day) ? one : other;
    }
    return one.gap.compareTo(other.gap) >= 0 ? one : other;
  }

  /** Returns the longest gap of each slot kind on the exchange day of {@code now}. */
  public synchronized Map<Slot, Duration> worstGaps(Instant now) {
    LocalDate today = MarketCalendar.dateOf(now);
    Map<Slot, Duration> gaps = new EnumMap<>(Slot.class);
    worst.forEach(
        (slot, line) -> gaps.put(slot, line.day.equals(today) ? line.gap : Duration.ZERO));
    return gaps;
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.ReplaceReport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import org.pcollections.TreePMap;

/** The figures of all order managers for the metrics. Immutable. */
public final class OrderMetrics {

  /** No intent, no denial, no replacement. */
  public static final OrderMetrics NONE = new OrderMetrics(TreePMap.empty(), 0, TreePMap.empty());

  private final TreePMap<Symbol, Integer> unresolved;
  private final long denials;
  private final TreePMap<Slot, Worst> worst;

  private record Worst(LocalDate day, Duration gap) {}

  private OrderMetrics(
      TreePMap<Symbol, Integer> unresolved, long denials, TreePMap<Slot, Worst> worst) {
    this.unresolved = unresolved;
    this.denials = denials;
    this.worst = worst;
  }

  OrderMetrics unresolved(Symbol symbol, int intents) {
    return new OrderMetrics(unresolved.plus(symbol, intents), denials, worst);
  }

  public int unresolved() {
    return unresolved.values().stream().mapToInt(Integer::intValue).sum();
  }

  OrderMetrics denied() {
    return new OrderMetrics(unresolved, denials + 1, worst);
  }

  /** Returns the number of denied orders since the start of the runtime. */
  public long denials() {
    return denials;
  }

  /**
   * Counts a replacement; reports of a day before the newest day do not count. Reports may arrive
   * in any order.
   */
  OrderMetrics replaced(ReplaceReport report) {
    Slot slot = report.slot().slot();
    Worst next = new Worst(MarketCalendar.dateOf(report.until()), report.gap());
    Worst known = worst.getOrDefault(slot, next);
    return new OrderMetrics(unresolved, denials, worst.plus(slot, worse(known, next)));
  }

  private static Worst worse(Worst one, Worst other) {
    if (!one.day.equals(other.day)) {
      return one.day.isAfter(other.day) ? one : other;
    }
    return one.gap.compareTo(other.gap) >= 0 ? one : other;
  }

  /** Returns the longest gap of each slot kind on the exchange day of {@code now}. */
  public Map<Slot, Duration> worstGaps(Instant now) {
    LocalDate today = MarketCalendar.dateOf(now);
    Map<Slot, Duration> gaps = new EnumMap<>(Slot.class);
    worst.forEach(
        (slot, line) -> gaps.put(slot, line.day.equals(today) ? line.gap : Duration.ZERO));
    return gaps;
  }
}

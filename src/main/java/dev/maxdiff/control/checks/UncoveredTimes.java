package dev.maxdiff.control.checks;

import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures the time during which exits were uncovered, in the watchers' time, from the first check
 * with the finding to the last. Without I/O. Not thread-safe.
 */
public final class UncoveredTimes {

  /**
   * An exit that is uncovered now.
   *
   * @param since time of the first check with this finding
   */
  public record UncoveredExit(SlotId slot, BigDecimal quantity, Instant since, String words) {}

  /**
   * The figures of one moment.
   *
   * @param byKey total uncovered time of each exit since the start
   * @param worstOfDay longest uninterrupted uncovered time of one exit on the exchange's present
   *     day
   */
  public record Figures(List<UncoveredExit> now, Map<SlotId, Duration> byKey, Duration worstOfDay) {
    public static final Figures NONE = new Figures(List.of(), Map.of(), Duration.ZERO);

    public Figures {
      now = List.copyOf(now);
      byKey = Map.copyOf(byKey);
    }
  }

  private final Map<SlotId, UncoveredExit> open = new TreeMap<>();
  private final Map<SlotId, Duration> sums = new HashMap<>();
  private Instant last;
  private LocalDate day;
  private Duration worst = Duration.ZERO;

  public Figures update(Instant at, List<ConsistencyFinding> findings) {
    LocalDate today = MarketCalendar.dateOf(at);
    if (!today.equals(day)) {
      day = today;
      worst = Duration.ZERO;
    }
    Map<SlotId, UncoveredExit> before = Map.copyOf(open);
    open.clear();
    findings.stream()
        .filter(ConsistencyFinding::isUncovered)
        .forEach(finding -> add(at, finding, before.get(finding.slot())));
    last = at;
    return new Figures(List.copyOf(open.values()), sums, worst);
  }

  private void add(Instant at, ConsistencyFinding finding, UncoveredExit before) {
    Instant since = before == null ? at : before.since();
    open.put(
        finding.slot(),
        new UncoveredExit(finding.slot(), finding.uncovered(), since, finding.words()));
    Duration more = before == null ? Duration.ZERO : positive(Duration.between(last, at));
    sums.merge(finding.slot(), more, Duration::plus);
    Duration lasting = positive(Duration.between(since, at));
    worst = lasting.compareTo(worst) > 0 ? lasting : worst;
  }

  /** Returns zero for a negative span: a clock may be set back. */
  private static Duration positive(Duration span) {
    return span.isNegative() ? Duration.ZERO : span;
  }
}

package dev.maxdiff.control.checks;

import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.SlotId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Measures the time during which exits were uncovered, in the watchers' time, from the first check
 * with the finding to the last. Without I/O. Not thread-safe.
 */
public final class UncoveredTimes {

  /**
   * An exit with a notice.
   *
   * @param since time of the first check with a notice of this kind
   * @param isNaked whether it has been uncovered for longer than its patience
   */
  public record ExitLine(SlotId slot, ExitNotice notice, Instant since, boolean isNaked) {

    private boolean isUncovered() {
      return notice.kind() == ExitNotice.Kind.UNCOVERED;
    }
  }

  /**
   * The figures of one moment.
   *
   * @param now the exits with a notice, in the order of the slots
   * @param byKey total uncovered time of each exit since the start
   * @param worstOfDay longest uninterrupted uncovered time of one exit on the exchange's present
   *     day
   */
  public record Figures(List<ExitLine> now, Map<SlotId, Duration> byKey, Duration worstOfDay) {
    public static final Figures NONE = new Figures(List.of(), Map.of(), Duration.ZERO);

    public Figures {
      now = List.copyOf(now);
      byKey = Map.copyOf(byKey);
    }

    /** Returns the exits that are uncovered. */
    public List<ExitLine> uncovered() {
      return now.stream().filter(ExitLine::isUncovered).toList();
    }

    /** Returns the exits that are naked. */
    public Set<SlotId> naked() {
      return now.stream()
          .filter(ExitLine::isNaked)
          .map(ExitLine::slot)
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /**
   * The notice of one exit.
   *
   * @param nanos monotonic time of its first check, nanoseconds
   */
  private record Episode(ExitLine line, long nanos) {}

  private final Map<SlotId, Episode> open = new TreeMap<>();
  private final Map<SlotId, Duration> sums = new TreeMap<>();
  private Instant last;
  private LocalDate day;
  private Duration worst = Duration.ZERO;

  /**
   * @param at time of the watchers
   * @param nanos monotonic time, nanoseconds
   */
  public Figures update(Instant at, long nanos, List<ConsistencyFinding> findings) {
    LocalDate today = MarketCalendar.dateOf(at);
    if (!today.equals(day)) {
      day = today;
      worst = Duration.ZERO;
    }
    Map<SlotId, Episode> before = Map.copyOf(open);
    open.clear();
    findings.stream()
        .filter(finding -> finding.notice() != null)
        .forEach(finding -> add(at, nanos, finding, before.get(finding.slot())));
    last = at;
    return new Figures(open.values().stream().map(Episode::line).toList(), sums, worst);
  }

  private void add(Instant at, long nanos, ConsistencyFinding finding, Episode before) {
    boolean continues = before != null && before.line.notice().kind() == finding.notice().kind();
    Instant since = continues ? before.line.since() : at;
    long begun = continues ? before.nanos : nanos;
    boolean isNaked = finding.isUncovered() && nanos - begun >= finding.patience().toNanos();
    open.put(
        finding.slot(),
        new Episode(new ExitLine(finding.slot(), finding.notice(), since, isNaked), begun));
    if (finding.isUncovered()) {
      measure(finding.slot(), at, since, continues);
    }
  }

  private void measure(SlotId slot, Instant at, Instant since, boolean continues) {
    Duration more = continues ? positive(Duration.between(last, at)) : Duration.ZERO;
    sums.merge(slot, more, Duration::plus);
    Duration lasting = positive(Duration.between(since, at));
    worst = lasting.compareTo(worst) > 0 ? lasting : worst;
  }

  /** Returns zero for a negative span: a clock may be set back. */
  private static Duration positive(Duration span) {
    return span.isNegative() ? Duration.ZERO : span;
  }
}

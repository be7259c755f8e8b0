package dev.maxdiff.session.schedule;

import dev.maxdiff.domain.AssetClass;
import dev.maxdiff.domain.MarketCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Schedules passes at the hours of {@link DailyBranches} and closes the gaps of the older loop
 * (hazard H29): a pass whose window elapsed during another pass runs afterwards, a start in the
 * daytime does not count as the pass of the night, and the crypto refresh waits for the daily bar,
 * which ends at midnight UTC also in summer.
 */
public final class ExchangeHoursSchedule implements Schedule {

  /** Step of the check; shorter than any window. */
  private static final Duration STEP = Duration.ofMinutes(1);

  /** Older windows are skipped: their branches are due again within a day. */
  private static final Duration LONGEST_GAP = Duration.ofDays(1);

  private static final Duration BAR_PUBLISHED_AFTER = Duration.ofMinutes(5);

  private final DailyBranches branches;
  private final Map<DailyBranches.Branch, LocalDate> last =
      new EnumMap<>(DailyBranches.Branch.class);
  private Instant checkedUntil;
  private Instant refreshAt;

  public ExchangeHoursSchedule(DailyBranches branches) {
    this.branches = branches;
  }

  @Override
  public Optional<Pass> due(Instant now) {
    Set<DailyBranches.Branch> due = EnumSet.noneOf(DailyBranches.Branch.class);
    if (checkedUntil == null) {
      due.add(DailyBranches.Branch.INITIAL);
      last.put(DailyBranches.Branch.INITIAL, MarketCalendar.dateOf(now).minusDays(1));
      checkedUntil = now.minus(STEP);
    }
    Instant earliest = now.minus(LONGEST_GAP);
    for (Instant at = checkedUntil.isAfter(earliest) ? checkedUntil : earliest;
        at.isBefore(now); ) {
      Instant next = at.plus(STEP);
      at = next.isBefore(now) ? next : now;
      collectDue(at, due);
    }
    checkedUntil = now;
    if (refreshAt != null && !refreshAt.isAfter(now)) {
      refreshAt = null;
      due.add(DailyBranches.Branch.CRYPTO);
    }
    return pass(due);
  }

  private void collectDue(Instant at, Set<DailyBranches.Branch> due) {
    Optional<DailyBranches.Branch> branch = branches.due(at, last);
    while (branch.isPresent()) {
      last.put(branch.get(), MarketCalendar.dateOf(at));
      if (branch.get() == DailyBranches.Branch.CRYPTO) {
        refreshAt = barPublished(at);
      } else {
        due.add(branch.get());
      }
      branch = branches.due(at, last);
    }
  }

  private static Instant barPublished(Instant at) {
    Instant midnight = at.truncatedTo(ChronoUnit.DAYS);
    boolean evening = Duration.between(midnight, at).toHours() >= 12;
    return (evening ? midnight.plus(1, ChronoUnit.DAYS) : midnight).plus(BAR_PUBLISHED_AFTER);
  }

  private static Optional<Pass> pass(Set<DailyBranches.Branch> due) {
    if (due.isEmpty()) {
      return Optional.empty();
    }
    boolean crypto = due.remove(DailyBranches.Branch.CRYPTO);
    boolean close = due.remove(DailyBranches.Branch.CLOSE);
    if (!due.isEmpty()) {
      return Optional.of(Pass.FULL);
    }
    return Optional.of(
        new Pass(
            crypto ? Set.of(AssetClass.CRYPTO) : Set.of(),
            close ? Set.of(AssetClass.EQUITY) : Set.of()));
  }
}

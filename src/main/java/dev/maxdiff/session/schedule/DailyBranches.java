package dev.maxdiff.session.schedule;

import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.TradingDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;

/**
 * Selects the branch of a trading loop at an instant (CONTRACT 11.2): the first due branch, each
 * branch once per New York day. Pure.
 *
 * <p>The branches OPEN, HOUR2 and CLOSE follow the sessions of the stock exchange: they do not run
 * on a weekend, and an early close moves CLOSE (hazards H29, H32).
 *
 * @param closeShift time from our close to the exchange's close
 * @param closeWindow window before our close in which CLOSE may run
 */
public record DailyBranches(TradingDays days, Duration closeShift, Duration closeWindow) {

  private static final Duration WINDOW = Duration.ofMinutes(30);
  private static final LocalTime NIGHT = LocalTime.of(22, 0);
  private static final LocalTime CRYPTO_REFRESH = LocalTime.of(19, 0);

  /** The branches, in the order of the check. */
  enum Branch {
    /** Analyses all symbols anew: at night, and at the first pass after a start. */
    INITIAL,
    OPEN,
    /** An hour after the open, with a smaller portfolio. */
    HOUR2,
    CLOSE,
    CRYPTO
  }

  /**
   * @param last the New York day of the last run of each branch; without a branch that never ran
   */
  Optional<Branch> due(Instant now, Map<Branch, LocalDate> last) {
    if (!last.containsKey(Branch.INITIAL)) {
      return Optional.of(Branch.INITIAL);
    }
    LocalDate today = MarketCalendar.dateOf(now);
    for (Branch branch : Branch.values()) {
      if (!today.equals(last.get(branch)) && isTime(branch, now, today)) {
        return Optional.of(branch);
      }
    }
    return Optional.empty();
  }

  private boolean isTime(Branch branch, Instant now, LocalDate today) {
    Optional<MarketCalendar.Session> session = days.session(today);
    return switch (branch) {
      case INITIAL -> within(now, at(today, NIGHT), WINDOW);
      case CRYPTO -> within(now, at(today, CRYPTO_REFRESH), WINDOW);
      case OPEN -> session.filter(s -> within(now, s.opensAt(), WINDOW)).isPresent();
      case HOUR2 ->
          session
              .filter(s -> within(now, s.opensAt().plus(Duration.ofHours(1)), WINDOW))
              .isPresent();
      case CLOSE ->
          session
              .map(s -> s.closesAt().minus(closeShift).minus(closeWindow))
              .filter(start -> within(now, start, closeWindow))
              .isPresent();
    };
  }

  private static Instant at(LocalDate day, LocalTime time) {
    return day.atTime(time).atZone(MarketCalendar.NEW_YORK).toInstant();
  }

  private static boolean within(Instant now, Instant start, Duration length) {
    return !now.isBefore(start) && now.isBefore(start.plus(length));
  }
}

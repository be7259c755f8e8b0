package dev.maxdiff.control.checks;

import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.TradingDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Decides whether the newest daily bar can be available (CONTRACT 6.5). Pure. */
public final class BarFreshness {

  private static final Duration SETTLING = Duration.ofMinutes(5);

  private BarFreshness() {}

  public static boolean isFresh(Symbol symbol, Instant now, TradingDays days) {
    if (symbol.isCrypto()) {
      LocalTime utc = now.atZone(ZoneOffset.UTC).toLocalTime();
      return !utc.isBefore(LocalTime.MIDNIGHT.plus(SETTLING));
    }
    return days.session(MarketCalendar.dateOf(now))
        .filter(session -> !now.isBefore(session.opensAt().plus(SETTLING)))
        .filter(session -> !now.isAfter(session.closesAt()))
        .isPresent();
  }
}

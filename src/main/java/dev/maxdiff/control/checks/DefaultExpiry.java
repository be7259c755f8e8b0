package dev.maxdiff.control.checks;

import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.TradingDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;

/**
 * When an entry ends that names no expiry: the active crypto pairs at 22:00 New York of the next
 * New York day, everything else at the next close of the exchange, neither sooner than a minimum
 * life.
 *
 * <p>Wall-clock rules, so right on both days of a clock change. An expiry that was asked for never
 * comes here (hazard H39).
 */
public final class DefaultExpiry {

  private static final LocalTime CRYPTO_END = LocalTime.of(22, 0);

  private DefaultExpiry() {}

  public static Instant of(Instant now, Symbol symbol, Duration minimumLife, TradingDays days) {
    Instant end = symbol.isActiveCrypto() ? nextCryptoEnd(now) : days.nextClose(now);
    Instant earliest = now.plus(minimumLife);
    return end.isAfter(earliest) ? end : earliest;
  }

  public static Instant nextCryptoEnd(Instant now) {
    return MarketCalendar.dateOf(now)
        .plusDays(1)
        .atTime(CRYPTO_END)
        .atZone(MarketCalendar.NEW_YORK)
        .toInstant();
  }
}

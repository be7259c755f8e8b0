package dev.maxdiff.control.checks;

import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.TradingDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;

/**
 * The default expiry of an entry: 22:00 New York of the next New York day for active crypto pairs,
 * the next close of the exchange for all other symbols, and never before a minimum life.
 *
 * <p>The rules use wall-clock time and are correct on both days of a clock change. An explicit
 * expiry does not pass through this class (hazard H39).
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

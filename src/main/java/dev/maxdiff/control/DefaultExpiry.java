package dev.maxdiff.control;

import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.AssetClass;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * When an entry ends that names no expiry: stocks at the next close of the exchange, crypto at
 * 22:00 New York of the next New York day, neither sooner than a minimum life.
 *
 * <p>Wall-clock rules, so right on both days of a clock change. An expiry that was asked for never
 * comes here (hazard H39).
 */
final class DefaultExpiry {

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final LocalTime CRYPTO_END = LocalTime.of(22, 0);
  private static final LocalTime USUAL_CLOSE = LocalTime.of(16, 0);

  /** How far ahead a calendar must reach: longer than any run of closed days. */
  static final int CALENDAR_DAYS = 10;

  private DefaultExpiry() {}

  /** The New York date at {@code now}: the first day that a calendar for {@link #of} must hold. */
  static LocalDate dateOf(Instant now) {
    return now.atZone(NEW_YORK).toLocalDate();
  }

  /**
   * @param calendar trading days from {@link #dateOf} on; empty = unknown, every weekday counts
   */
  static Instant of(
      Instant now, AssetClass assetClass, Duration minimumLife, List<TradingDay> calendar) {
    Instant end = assetClass == AssetClass.CRYPTO ? cryptoEnd(now) : nextClose(now, calendar);
    Instant earliest = now.plus(minimumLife);
    return end.isAfter(earliest) ? end : earliest;
  }

  private static Instant cryptoEnd(Instant now) {
    return dateOf(now).plusDays(1).atTime(CRYPTO_END).atZone(NEW_YORK).toInstant();
  }

  private static Instant nextClose(Instant now, List<TradingDay> calendar) {
    Stream<ZonedDateTime> closes =
        calendar.isEmpty()
            ? weekdays(dateOf(now)).map(day -> day.atTime(USUAL_CLOSE).atZone(NEW_YORK))
            : calendar.stream().map(day -> day.date().atTime(day.close()).atZone(NEW_YORK));
    return closes
        .map(ZonedDateTime::toInstant)
        .filter(close -> close.isAfter(now))
        .findFirst()
        .orElseGet(() -> nextClose(now, List.of()));
  }

  private static Stream<LocalDate> weekdays(LocalDate first) {
    return first
        .datesUntil(first.plusDays(CALENDAR_DAYS))
        .filter(day -> day.getDayOfWeek() != DayOfWeek.SATURDAY)
        .filter(day -> day.getDayOfWeek() != DayOfWeek.SUNDAY);
  }
}

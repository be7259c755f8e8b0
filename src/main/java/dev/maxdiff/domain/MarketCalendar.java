package dev.maxdiff.domain;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The trading sessions of the New York Stock Exchange, with holidays and early closes.
 *
 * <p>Pure rules, right from {@link #FIRST_DAY} on; an unscheduled closure is known after it has
 * happened, and an opening that was delayed by a minute of silence is not. Dates and wall-clock
 * times are in {@code America/New_York}.
 */
public final class MarketCalendar {

  /** Time zone of all dates and wall-clock times of this class. */
  public static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** The first day for which these rules are right; earlier years had other holidays. */
  public static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

  /** These rules as a source of trading days. */
  public static final TradingDays RULES = MarketCalendar::session;

  private static final LocalTime OPEN = LocalTime.of(9, 30);
  private static final LocalTime CLOSE = LocalTime.of(16, 0);
  private static final LocalTime EARLY_CLOSE = LocalTime.of(13, 0);
  private static final int FIRST_JUNETEENTH = 2022;

  /** From this year on 3 July is the short day also where 4 July is a Thursday. */
  private static final int FIRST_SHORT_WEDNESDAY = 2013;

  /** The Friday after Christmas, short in this year only. */
  private static final LocalDate SHORT_AFTER_CHRISTMAS = LocalDate.of(2003, 12, 26);

  /** The memorial of the year before: opened at noon. */
  private static final LocalDate OPENED_AT_NOON = LocalDate.of(2002, 9, 11);

  /** Closures by storms, attacks and national mourning. */
  private static final Set<LocalDate> UNSCHEDULED =
      Set.of(
          LocalDate.of(2001, 9, 11),
          LocalDate.of(2001, 9, 12),
          LocalDate.of(2001, 9, 13),
          LocalDate.of(2001, 9, 14),
          LocalDate.of(2004, 6, 11),
          LocalDate.of(2007, 1, 2),
          LocalDate.of(2012, 10, 29),
          LocalDate.of(2012, 10, 30),
          LocalDate.of(2018, 12, 5),
          LocalDate.of(2025, 1, 9));

  private MarketCalendar() {}

  /** One trading day. */
  public record Session(LocalDate date, LocalTime open, LocalTime close) {

    public Instant opensAt() {
      return date.atTime(open).atZone(NEW_YORK).toInstant();
    }

    public Instant closesAt() {
      return date.atTime(close).atZone(NEW_YORK).toInstant();
    }
  }

  /** Returns the session of a day; empty on weekends and holidays. */
  public static Optional<Session> session(LocalDate date) {
    if (isWeekend(date) || isHoliday(date)) {
      return Optional.empty();
    }
    LocalTime open = date.equals(OPENED_AT_NOON) ? LocalTime.NOON : OPEN;
    return Optional.of(new Session(date, open, closesEarly(date) ? EARLY_CLOSE : CLOSE));
  }

  /** Returns all sessions from {@code first} to {@code last}, both included. */
  public static List<Session> sessions(LocalDate first, LocalDate last) {
    List<Session> sessions = new ArrayList<>();
    for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
      session(date).ifPresent(sessions::add);
    }
    return List.copyOf(sessions);
  }

  /** Whether the exchange trades at this instant; the closing instant itself is closed. */
  public static boolean isOpen(Instant at) {
    return RULES.isOpen(at);
  }

  /** Returns the first opening after this instant. */
  public static Instant nextOpen(Instant at) {
    LocalDate date = dateOf(at);
    while (true) {
      Optional<Session> session = session(date);
      if (session.isPresent() && session.get().opensAt().isAfter(at)) {
        return session.get().opensAt();
      }
      date = date.plusDays(1);
    }
  }

  /** Returns the first close after this instant. */
  public static Instant nextClose(Instant at) {
    return RULES.nextClose(at);
  }

  /** Returns the date in New York at this instant. */
  public static LocalDate dateOf(Instant at) {
    return at.atZone(NEW_YORK).toLocalDate();
  }

  private static boolean isHoliday(LocalDate date) {
    int year = date.getYear();
    return date.equals(newYear(year))
        || date.equals(nth(year, Month.JANUARY, 3, MONDAY))
        || date.equals(nth(year, Month.FEBRUARY, 3, MONDAY))
        || date.equals(easter(year).minusDays(2))
        || date.equals(LocalDate.of(year, Month.MAY, 1).with(lastInMonth(MONDAY)))
        || year >= FIRST_JUNETEENTH && date.equals(observed(LocalDate.of(year, Month.JUNE, 19)))
        || date.equals(observed(LocalDate.of(year, Month.JULY, 4)))
        || date.equals(nth(year, Month.SEPTEMBER, 1, MONDAY))
        || date.equals(thanksgiving(year))
        || date.equals(observed(LocalDate.of(year, Month.DECEMBER, 25)))
        || UNSCHEDULED.contains(date);
  }

  /** Whether the session closes early. Requires a trading day. */
  private static boolean closesEarly(LocalDate date) {
    boolean christmasEve = date.getMonth() == Month.DECEMBER && date.getDayOfMonth() == 24;
    return date.equals(shortDayOfJuly(date.getYear()))
        || christmasEve
        || date.equals(SHORT_AFTER_CHRISTMAS)
        || date.equals(thanksgiving(date.getYear()).plusDays(1));
  }

  /** The day before Independence Day; before 2013 the Friday after it where it was a Thursday. */
  private static LocalDate shortDayOfJuly(int year) {
    LocalDate holiday = LocalDate.of(year, Month.JULY, 4);
    boolean after = year < FIRST_SHORT_WEDNESDAY && holiday.getDayOfWeek() == THURSDAY;
    return after ? holiday.plusDays(1) : holiday.minusDays(1);
  }

  /**
   * Returns the holiday of New Year. If 1 January is a Saturday, the Friday before is a trading
   * day, the last of the year.
   */
  private static LocalDate newYear(int year) {
    LocalDate first = LocalDate.of(year, Month.JANUARY, 1);
    return first.getDayOfWeek() == SUNDAY ? first.plusDays(1) : first;
  }

  private static LocalDate thanksgiving(int year) {
    return nth(year, Month.NOVEMBER, 4, THURSDAY);
  }

  private static LocalDate observed(LocalDate holiday) {
    if (holiday.getDayOfWeek() == SATURDAY) {
      return holiday.minusDays(1);
    }
    return holiday.getDayOfWeek() == SUNDAY ? holiday.plusDays(1) : holiday;
  }

  private static LocalDate nth(int year, Month month, int n, DayOfWeek day) {
    return LocalDate.of(year, month, 1).with(dayOfWeekInMonth(n, day));
  }

  private static boolean isWeekend(LocalDate date) {
    return date.getDayOfWeek() == SATURDAY || date.getDayOfWeek() == SUNDAY;
  }

  /**
   * Returns Easter Sunday in the Gregorian calendar: the Sunday after the first full moon of
   * spring.
   */
  private static LocalDate easter(int year) {
    int century = year / 100;
    int golden = year % 19;
    int moonCorrection = (8 * century + 13) / 25;
    int epact = (19 * golden + century - century / 4 - moonCorrection + 15) % 30;
    int fullMoon = epact - (epact == 29 || epact == 28 && golden > 10 ? 1 : 0);
    LocalDate moon = LocalDate.of(year, Month.MARCH, 21).plusDays(fullMoon);
    return moon.plusDays(7 - moon.getDayOfWeek().getValue() % 7);
  }
}

package dev.maxdiff.domain;

import static org.assertj.core.api.Assertions.assertThat;

import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarketCalendarTest {

  private static final Set<LocalDate> UNSCHEDULED =
      Stream.of(
              "2001-09-11",
              "2001-09-12",
              "2001-09-13",
              "2001-09-14",
              "2004-06-11",
              "2007-01-02",
              "2012-10-29",
              "2012-10-30",
              "2018-12-05",
              "2025-01-09")
          .map(LocalDate::parse)
          .collect(Collectors.toSet());

  /** Every session that ended at 13:00, as the exchange announced them. */
  private static final Set<LocalDate> SHORT =
      Stream.of(
              "2000-07-03 2000-11-24 2001-07-03 2001-11-23 2001-12-24 2002-07-05 2002-11-29",
              "2002-12-24 2003-07-03 2003-11-28 2003-12-24 2003-12-26 2004-11-26 2005-11-25",
              "2006-07-03 2006-11-24 2007-07-03 2007-11-23 2007-12-24 2008-07-03 2008-11-28",
              "2008-12-24 2009-11-27 2009-12-24 2010-11-26 2011-11-25 2012-07-03 2012-11-23",
              "2012-12-24 2013-07-03 2013-11-29 2013-12-24 2014-07-03 2014-11-28 2014-12-24",
              "2015-11-27 2015-12-24 2016-11-25 2017-07-03 2017-11-24 2018-07-03 2018-11-23",
              "2018-12-24 2019-07-03 2019-11-29 2019-12-24 2020-11-27 2020-12-24 2021-11-26",
              "2022-11-25 2023-07-03 2023-11-24 2024-07-03 2024-11-29 2024-12-24 2025-07-03",
              "2025-11-28 2025-12-24 2026-11-27 2026-12-24")
          .flatMap(line -> Stream.of(line.split(" ")))
          .map(LocalDate::parse)
          .collect(Collectors.toSet());

  @ParameterizedTest
  @ValueSource(
      ints = {
        2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010, 2011, 2012, 2013, 2014,
        2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028, 2029,
        2030
      })
  void holidaysAreThoseOfTheOracle(int year) {
    HolidayManager oracle = HolidayManager.getInstance(ManagerParameters.create("NYSE"));
    Set<LocalDate> expected =
        oracle.getHolidays(Year.of(year)).stream()
            .map(holiday -> holiday.getDate())
            .filter(date -> date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
            .collect(Collectors.toSet());
    Set<LocalDate> closed =
        LocalDate.of(year, 1, 1)
            .datesUntil(LocalDate.of(year + 1, 1, 1))
            .filter(date -> date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
            .filter(date -> MarketCalendar.session(date).isEmpty())
            .filter(date -> !UNSCHEDULED.contains(date))
            .collect(Collectors.toSet());
    expected.removeAll(UNSCHEDULED);

    assertThat(closed).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2013-11-29, 13:00", "2013-12-24, 13:00", "2013-07-03, 13:00", "2024-07-03, 13:00",
    "2026-11-27, 13:00", "2026-12-24, 13:00", "2025-07-03, 13:00", "2026-07-02, 16:00",
    "2027-07-02, 16:00", "2021-12-23, 16:00", "2022-07-01, 16:00", "2013-11-27, 16:00"
  })
  void closesEarlyBeforeSomeHolidays(LocalDate date, LocalTime close) {
    assertThat(MarketCalendar.session(date).orElseThrow().close()).isEqualTo(close);
  }

  @ParameterizedTest
  @CsvSource({
    "2013-11-29T14:29:59Z, false, 2013-11-29T14:30:00Z, 2013-11-29T18:00:00Z",
    "2013-11-29T14:30:00Z, true,  2013-12-02T14:30:00Z, 2013-11-29T18:00:00Z",
    "2013-11-29T18:00:00Z, false, 2013-12-02T14:30:00Z, 2013-12-02T21:00:00Z",
    "2026-07-01T14:00:00Z, true,  2026-07-02T13:30:00Z, 2026-07-01T20:00:00Z"
  })
  void knowsOpenHoursAndTheNextOpenAndClose(Instant at, boolean open, Instant next, Instant close) {
    assertThat(MarketCalendar.isOpen(at)).isEqualTo(open);
    assertThat(MarketCalendar.nextOpen(at)).isEqualTo(next);
    assertThat(MarketCalendar.nextClose(at)).isEqualTo(close);
  }

  @Test
  void endsEarlyOnTheDaysThatTheExchangeAnnounced() {
    Set<LocalDate> early =
        MarketCalendar.sessions(MarketCalendar.FIRST_DAY, LocalDate.of(2026, 12, 31)).stream()
            .filter(session -> session.close().equals(LocalTime.of(13, 0)))
            .map(MarketCalendar.Session::date)
            .collect(Collectors.toSet());

    assertThat(early).isEqualTo(SHORT);
  }

  @Test
  void openedAtNoonOnTheMemorialOf2002() {
    assertThat(MarketCalendar.sessions(MarketCalendar.FIRST_DAY, LocalDate.of(2026, 12, 31)))
        .filteredOn(session -> !session.open().equals(LocalTime.of(9, 30)))
        .containsExactly(
            new MarketCalendar.Session(
                LocalDate.of(2002, 9, 11), LocalTime.NOON, LocalTime.of(16, 0)));
  }

  @Test
  void listsBothEnds() {
    assertThat(MarketCalendar.sessions(LocalDate.of(2013, 11, 27), LocalDate.of(2013, 12, 2)))
        .extracting(MarketCalendar.Session::date)
        .containsExactly(
            LocalDate.of(2013, 11, 27), LocalDate.of(2013, 11, 29), LocalDate.of(2013, 12, 2));
  }
}

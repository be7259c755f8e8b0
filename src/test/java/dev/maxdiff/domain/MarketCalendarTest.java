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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarketCalendarTest {

  private static final Set<LocalDate> UNSCHEDULED =
      Set.of(LocalDate.of(2018, 12, 5), LocalDate.of(2025, 1, 9));

  @ParameterizedTest
  @ValueSource(
      ints = {
        2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027,
        2028, 2029, 2030
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
  void listsBothEnds() {
    assertThat(MarketCalendar.sessions(LocalDate.of(2013, 11, 27), LocalDate.of(2013, 12, 2)))
        .extracting(MarketCalendar.Session::date)
        .containsExactly(
            LocalDate.of(2013, 11, 27), LocalDate.of(2013, 11, 29), LocalDate.of(2013, 12, 2));
  }
}

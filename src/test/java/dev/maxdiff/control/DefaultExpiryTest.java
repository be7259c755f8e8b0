package dev.maxdiff.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.AssetClass;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultExpiryTest {

  private static final Duration HOUR = Duration.ofMinutes(60);

  @ParameterizedTest
  @CsvSource({
    "2024-06-10T14:00:00Z,2024-06-12T02:00:00Z", // New York day is the 10th, summer
    "2024-06-11T03:00:00Z,2024-06-12T02:00:00Z", // still the 10th in New York
    "2024-12-10T14:00:00Z,2024-12-12T03:00:00Z", // winter
    "2024-03-09T20:00:00Z,2024-03-11T02:00:00Z", // the clock goes forward on the 10th
    "2024-11-02T20:00:00Z,2024-11-04T03:00:00Z" // and back on the 3rd
  })
  void cryptoEndsAt22OfTheNextNewYorkDay(Instant now, Instant end) {
    assertThat(DefaultExpiry.of(now, AssetClass.CRYPTO, HOUR, List.of())).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-06-10T14:00:00Z,2024-06-10T20:00:00Z",
    "2024-06-10T20:00:00Z,2024-06-11T20:00:00Z", // at the close: the next one
    "2024-06-10T19:30:00Z,2024-06-10T20:30:00Z", // an hour at least
    "2024-06-14T21:00:00Z,2024-06-17T20:00:00Z" // over a week-end
  })
  void stocksEndAtTheNextClose(Instant now, Instant end) {
    assertThat(DefaultExpiry.of(now, AssetClass.EQUITY, HOUR, List.of())).isEqualTo(end);
  }

  @Test
  void h32HolidaysAndEarlyClosesCountWhenTheCalendarIsKnown() {
    List<TradingDay> thanksgiving =
        List.of(day("2024-11-27", "16:00"), day("2024-11-29", "13:00"), day("2024-12-02", "16:00"));

    assertThat(end("2024-11-27T22:00:00Z", thanksgiving)).isEqualTo("2024-11-29T18:00:00Z");
    assertThat(end("2024-11-29T18:00:00Z", thanksgiving)).isEqualTo("2024-12-02T21:00:00Z");
  }

  private static Instant end(String now, List<TradingDay> calendar) {
    return DefaultExpiry.of(Instant.parse(now), AssetClass.EQUITY, HOUR, calendar);
  }

  private static TradingDay day(String date, String close) {
    return new TradingDay(LocalDate.parse(date), LocalTime.of(9, 30), LocalTime.parse(close));
  }
}

package dev.maxdiff.control.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultExpiryTest {

  private static final Symbol AAPL = Symbol.parse("AAPL");
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
    assertThat(DefaultExpiry.of(now, Symbol.parse("BTCUSD"), HOUR, MarketCalendar.RULES))
        .isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-06-10T14:00:00Z,2024-06-10T20:00:00Z",
    "2024-06-10T20:00:00Z,2024-06-11T20:00:00Z", // at the close: the next one
    "2024-06-10T19:30:00Z,2024-06-10T20:30:00Z", // an hour at least
    "2024-06-14T21:00:00Z,2024-06-17T20:00:00Z" // over a week-end
  })
  void stocksEndAtTheNextClose(Instant now, Instant end) {
    assertThat(DefaultExpiry.of(now, AAPL, HOUR, MarketCalendar.RULES)).isEqualTo(end);
  }

  @Test
  void h32HolidaysAndEarlyClosesCountWithoutABroker() {
    assertThat(end("2024-11-27T22:00:00Z")).isEqualTo("2024-11-29T18:00:00Z");
    assertThat(end("2024-11-29T18:00:00Z")).isEqualTo("2024-12-02T21:00:00Z");
  }

  private static Instant end(String now) {
    return DefaultExpiry.of(Instant.parse(now), AAPL, HOUR, MarketCalendar.RULES);
  }
}

package dev.maxdiff.cli.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayFormatTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"1234.5;$1,234.50", "-5;$-5.00", "0;$0.00", "1e7;$10,000,000.00", "0.005;$0.00"})
  void moneyHasThousandsAndCents(BigDecimal amount, String text) {
    assertThat(DisplayFormat.money(amount)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.99999,1.0000",
    "0.5,0.5000",
    "-0.25,-0.2500",
    "1,1.00",
    "105000,105000.00",
    "1.005,1.00"
  })
  void pricesHaveFourDecimalsBelowOne(BigDecimal price, String text) {
    assertThat(DisplayFormat.price(price)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.500000,0.5", "10,10", "1e3,1000", "0.1234567,0.123457", "0,0", "-2.50,-2.5"})
  void quantitiesLoseTrailingZeros(BigDecimal quantity, String text) {
    assertThat(DisplayFormat.quantity(quantity)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"59,59s", "599,9m59s", "600,10m", "3600,1h", "3660,1h1m", "-1,0s", "0,0s"})
  void durationsAreShort(long seconds, String text) {
    assertThat(DisplayFormat.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void timesCarryTheirZone() {
    assertThat(DisplayFormat.time(Instant.parse("2013-11-25T15:00:00Z"), ZoneId.of("US/Eastern")))
        .isEqualTo("2013-11-25 10:00:00 EST");
  }

  @Test
  void whatIsMissingSaysSo() {
    assertThat(DisplayFormat.money(null)).isEqualTo("n/a");
    assertThat(DisplayFormat.price(null)).isEqualTo("n/a");
    assertThat(DisplayFormat.quantity(null)).isEqualTo("n/a");
    assertThat(DisplayFormat.percent(null)).isEqualTo("n/a");
    assertThat(DisplayFormat.percent(new BigDecimal("0.0066"))).isEqualTo("0.66%");
  }
}

package dev.maxdiff.watch.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildArgumentsTest {

  @Test
  void bothSpellingsOfAnOptionAreOne() throws UsageException {
    ChildArguments one =
        parse("close-position BTC/USD --side=buy --takeprofit-price=110 --poll-seconds=0.2");
    ChildArguments other =
        parse("close-position --side buy btcusd --takeprofit-price 110 --poll-seconds 0.2");

    assertThat(one).isEqualTo(other);
    assertThat(one.poll()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void defaultsAreThoseOfTheContract() throws UsageException {
    ChildArguments entry = parse("open-position AAPL --side=sell --limit-price=1 --target-qty=2");
    ChildArguments exit = parse("close-position AAPL --side=sell --takeprofit-price=1");

    assertThat(entry.tolerance()).isEqualByComparingTo("0.0066");
    assertThat(entry.lifetime()).isEqualTo(Duration.ofMinutes(1440));
    assertThat(entry.poll()).isEqualTo(Duration.ofSeconds(45));
    assertThat(exit.tolerance()).isEqualByComparingTo("0.001");
    assertThat(exit.lifetime()).as("until flat").isNull();
  }

  @ParameterizedTest
  @CsvSource({"0, PT1M", "-3, PT1M", "0.5, PT30S", "90, PT1H30M"})
  void minutesMayBeFractions(String minutes, Duration expected) throws UsageException {
    assertThat(
            parse("close-position AAPL --side=buy --takeprofit-price=1 --expiry-minutes=" + minutes)
                .lifetime())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "--takeprofit-price=1e400, takeprofit-price",
    "--takeprofit-price=-1, takeprofit-price",
    "--poll-seconds=0, poll-seconds",
    "--poll-seconds=1e999999999, poll-seconds",
    "--expiry-minutes=soon, expiry-minutes",
    "--expires-at=2026-01-05, expires-at",
    "--price-tolerance=1.1, price-tolerance",
    "--target-qty=NaN, target-qty",
    "--asset-class=bond, asset-class",
    "--since-generation=1.5, since-generation",
    "--side=short, side"
  })
  void namesTheOptionThatIsWrong(String option, String field) {
    assertThatThrownBy(() -> parse("close-position AAPL --side=buy --takeprofit-price=1 " + option))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith(field + ": ");
  }

  @Test
  void cryptoIsNeverSoldShort() {
    assertThatThrownBy(
            () -> parse("open-position BTCUSD --side=sell --limit-price=1 --target-qty=1"))
        .hasMessageContaining("crypto cannot be shorted");
  }

  private static ChildArguments parse(String line) throws UsageException {
    return ChildArguments.parse(Arrays.asList(line.split(" ")), Map.of());
  }
}

package dev.maxdiff.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WishBoundsTest {

  private static final Instant NOW = Instant.parse("2013-11-25T15:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9999-12-31T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z",
        "2033-01-01T00:00:00Z", // 19 years after the replayed day
        "2023-12-03T15:00:00.001Z",
        "2013-11-25T15:00:00Z",
        "-1000000000-01-01T00:00:00Z"
      })
  void p11RefusesAnEndThatNoWatcherTakes(String end) {
    assertThatThrownBy(() -> WishBounds.end(Instant.parse(end), NOW))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("expires-at: " + Instant.parse(end) + " (expected: ");
  }

  @Test
  void takesAnEndUpToTheLastOne() {
    Instant last = NOW.plus(WishBounds.MAX_LIFE);

    assertThat(WishBounds.end(last, NOW)).isEqualTo(last);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0e999999999", "1e-999999999", "0.000000000000000000001", "-0.1", "1.1"})
  void p11RefusesATolerance(String text) {
    BigDecimal tolerance = new BigDecimal(text);

    assertThatThrownBy(() -> WishBounds.tolerance("tolerance-pct", tolerance))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void p11RefusesARank() {
    assertThatThrownBy(() -> WishBounds.rank(Integer.MIN_VALUE))
        .hasMessage("priority-rank: -2147483648 (expected: from 1 to 1000000)");
    assertThatCode(() -> WishBounds.rank(null)).doesNotThrowAnyException();
  }

  @Test
  void anEndThatWasStoredOutOfBoundsCanBeWritten() {
    ExitWish stored =
        new ExitWish(
            WatcherKey.parse("BTCUSD|buy|maxdiff"),
            Price.parse("850"),
            null,
            BigDecimal.ZERO,
            Instant.MAX,
            Duration.ofSeconds(1),
            false,
            false);

    assertThat(stored.expiresAt()).hasToString("2200-01-01T00:00:00Z");
  }
}

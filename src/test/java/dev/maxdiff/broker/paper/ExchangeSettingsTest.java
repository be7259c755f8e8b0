package dev.maxdiff.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeSettingsTest {

  @Test
  void defaultsAreThoseOfReferenceConf() {
    assertThat(ExchangeSettings.from(ConfigFactory.load()))
        .isEqualTo(
            new ExchangeSettings(
                "paper",
                360,
                20131125,
                new BigDecimal("100000"),
                new BigDecimal("0.0004"),
                new BigDecimal("0.0015"),
                new BigDecimal("0.0025"),
                2,
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                Duration.ofHours(24),
                "",
                ""));
  }

  @ParameterizedTest
  @CsvSource({
    "speed, 0",
    "speed, NaN",
    "starting-cash, -1",
    "starting-cash, much",
    "spread, 0.2",
    "maker-fee, -0.1",
    "multiplier, 3",
    "tick, 0s",
    "checkpoint, 0s",
    "warm-up, -1h",
    "name, a|b"
  })
  void namesWhatIsWrong(String key, String value) {
    assertThatThrownBy(
            () ->
                ExchangeSettings.from(
                    ConfigFactory.parseString("maxdiff.exchange." + key + " = \"" + value + "\"")
                        .withFallback(ConfigFactory.load())))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("maxdiff.exchange." + key);
  }
}

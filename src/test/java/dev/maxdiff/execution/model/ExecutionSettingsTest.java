package dev.maxdiff.execution.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Venue;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionSettingsTest {

  @Test
  void defaultsAreThoseOfTheDesign() {
    ExecutionSettings settings =
        ExecutionSettings.from(ConfigFactory.defaultReference(), Venue.EMBEDDED);

    assertThat(settings.risk().quoteMaxAge()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.risk().maxDistance()).isEqualByComparingTo("0.2");
    assertThat(settings.orders().absentAfter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.ledger().shortfallPatience()).isEqualTo(Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @CsvSource({
    "max-distance, 1.5",
    "crypto-fee, abc",
    "reads.embedded.look, 0s",
    "request-timeout, 1s",
    "queue-limit, 0",
    "order-id-limit, 129",
  })
  void aBadValueIsNamed(String key, String value) {
    var config =
        ConfigFactory.parseString("maxdiff.execution." + key + " = \"" + value + "\"")
            .withFallback(ConfigFactory.defaultReference())
            .resolve();

    assertThatThrownBy(() -> ExecutionSettings.from(config, Venue.EMBEDDED))
        .hasMessageContaining("maxdiff.execution." + key)
        .hasMessageContaining("expected");
  }
}

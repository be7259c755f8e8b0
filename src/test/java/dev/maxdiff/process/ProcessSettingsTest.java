package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessSettingsTest {

  @Test
  void defaultsAreThoseOfReferenceConf() {
    assertThat(ProcessSettings.from(ConfigFactory.defaultReference()))
        .isEqualTo(
            new ProcessSettings(
                ProcessSettings.Spawn.NATIVE,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                Duration.ofMillis(800),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                16L << 20,
                1L << 30,
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "grace, 0s, maxdiff.process.grace: PT0S (expected: > 0)",
    "grace, 5s, maxdiff.process.sweep-deadline: PT4S (expected: > grace PT5S)",
    "sentinel.timeout, 9s, "
        + "maxdiff.process.sentinel.timeout: PT9S (expected: >= twice the heartbeat PT5S)",
    "sentinel.answer-within, 9s, "
        + "maxdiff.process.sentinel.answer-within: PT9S (expected: >= twice the heartbeat PT5S)",
    "log-limit, 0, maxdiff.process.log-limit: 0 (expected: > 0 bytes)",
    "spawn, fork, maxdiff.process.spawn: fork (expected: native or portable)"
  })
  void namesKeyValueAndExpectation(String key, String value, String message) {
    var config =
        ConfigFactory.parseMap(Map.of("maxdiff.process." + key, value))
            .withFallback(ConfigFactory.defaultReference());

    assertThatThrownBy(() -> ProcessSettings.from(config)).hasMessage(message);
  }
}

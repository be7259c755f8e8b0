package dev.maxdiff.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.state.StateSettings.Durability;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StateSettingsTest {

  static final StateSettings DEFAULTS =
      new StateSettings(
          Path.of("strategy_state"),
          "",
          Duration.ofDays(7),
          Duration.ofMillis(250),
          Durability.PROCESS,
          20_000,
          4);

  @Test
  void defaultsAreThoseOfReferenceConf() {
    assertThat(StateSettings.from(with("maxdiff.state.root = strategy_state"))).isEqualTo(DEFAULTS);
  }

  @Test
  void aSuffixGetsALeadingUnderscore() {
    assertThat(StateSettings.from(with("maxdiff.state.suffix = ' a '")).suffix()).isEqualTo("_a");
    assertThat(StateSettings.from(with("maxdiff.state.suffix = _b")).suffix()).isEqualTo("_b");
  }

  @Test
  void refusesInvalidValues() {
    assertThatThrownBy(() -> StateSettings.from(with("maxdiff.state.durability = maybe")))
        .hasMessage("durability: maybe (expected: process or power-loss)");
    assertThatThrownBy(() -> StateSettings.from(with("maxdiff.state.suffix = \"../x\"")))
        .hasMessageStartingWith("suffix: _../x (expected:");
  }

  private static Config with(String line) {
    return ConfigFactory.parseString(line.replace('\'', '"'))
        .withFallback(ConfigFactory.defaultReference());
  }
}

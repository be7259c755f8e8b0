package dev.maxdiff.runtime.start;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.runtime.context.RuntimeOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checks of the options before anything is locked or written. */
class StartSettingsTest {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EMBEDDED")
  void aFreshStartIsRefusedAtARealBroker(Venue venue) {
    RuntimeOptions options =
        new RuntimeOptions(
            ConfigFactory.empty(), venue, null, true, false, false, Map.of(), List.of());

    assertThatThrownBy(() -> StartSequence.requireGoodSettings(options))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("fresh: " + venue);
  }
}

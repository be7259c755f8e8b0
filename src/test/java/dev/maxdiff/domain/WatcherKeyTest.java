package dev.maxdiff.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatcherKeyTest {

  @Test
  void theTextFormIsReadBack() {
    WatcherKey key = WatcherKey.parse("UNI/USD|buy|maxdiffalwayson");

    assertThat(key).hasToString("UNIUSD|buy|maxdiffalwayson");
    assertThat(WatcherKey.parse(key.toString())).isEqualTo(key);
    assertThat(key.entityId()).doesNotContain("|");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"BTCUSD", "BTCUSD|buy", "BTCUSD|buy|a|b", "BTCUSD||a", "|buy|a", "B|buy|A"})
  void p11RefusesOtherForms(String text) {
    assertThatThrownBy(() -> WatcherKey.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "long, use --side buy",
    "short, use --side sell",
    "b, buy or sell",
    "'', buy or sell"
  })
  void p11TellsHowToNameASide(String text, String hint) {
    assertThatThrownBy(() -> Side.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("side: ")
        .hasMessageContaining(hint);
  }
}

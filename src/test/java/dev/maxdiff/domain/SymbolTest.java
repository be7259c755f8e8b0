package dev.maxdiff.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolTest {

  @ParameterizedTest
  @CsvSource({
    "BTC/USD, BTCUSD, BTC/USD, CRYPTO",
    "btcusd, BTCUSD, BTC/USD, CRYPTO",
    "BTCUSD, BTCUSD, BTC/USD, CRYPTO",
    "aapl, AAPL, AAPL, EQUITY",
    "brk.b, BRK.B, BRK.B, EQUITY",
    "USD, USD, USD, EQUITY",
    "BTC-USD, BTCUSD, BTC/USD, CRYPTO", // every spelling of an asset has one key
    "BTC/USDT, BTCUSDT, BTC/USDT, CRYPTO",
    "PEPE/USD, PEPEUSD, PEPE/USD, EQUITY", // one foreign order must not make the list of orders
    // unreadable
    "BRK-B, BRK-B, BRK-B, EQUITY"
  })
  void everySpellingIsOneSymbol(String typed, String canonical, String broker, AssetClass kind) {
    Symbol symbol = Symbol.parse(typed);

    assertThat(symbol.text()).isEqualTo(canonical);
    assertThat(symbol.brokerForm()).isEqualTo(broker);
    assertThat(symbol.assetClass()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "../x",
        "BTC USD",
        "BTC;USD",
        "BTC//USD",
        "/USD",
        "BTC/",
        "A/B/C",
        "AA/PL",
        "*",
        "BTC_USD",
        "-A",
        "ÄPFEL"
      })
  void p11RefusesWhatIsNoSymbolAndNamesTheField(String typed) {
    assertThatThrownBy(() -> Symbol.parse(typed))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("symbol: ")
        .hasMessageContaining("expected: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "aa/pl/", "btc usd"})
  void p11ShowsWhatWasTyped(String typed) {
    assertThatThrownBy(() -> Symbol.parse(typed))
        .hasMessageStartingWith("symbol: " + typed + " (expected: ");
  }

  @Test
  void p11AnswersAThousandCharactersWithAShortMessage() {
    assertThatThrownBy(() -> Symbol.parse("A".repeat(1000)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("1000 characters")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
  }
}

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
    "PEPE/USD, PEPEUSD, PEPE/USD, CRYPTO", // by its form, not by a list of coins
    "pepeusd, PEPEUSD, PEPE/USD, CRYPTO",
    "BATUSD, BATUSD, BAT/USD, CRYPTO",
    "CRV/USD, CRVUSD, CRV/USD, CRYPTO",
    "GRTUSD, GRTUSD, GRT/USD, CRYPTO",
    "MKRUSD, MKRUSD, MKR/USD, CRYPTO",
    "SUSHI-USD, SUSHIUSD, SUSHI/USD, CRYPTO",
    "TRUMPUSD, TRUMPUSD, TRUMP/USD, CRYPTO",
    "USDG/USD, USDGUSD, USDG/USD, CRYPTO",
    "USDTUSD, USDTUSD, USDT/USD, CRYPTO",
    "XTZUSD, XTZUSD, XTZ/USD, CRYPTO",
    "YFI/USD, YFIUSD, YFI/USD, CRYPTO",
    "OP/USD, OPUSD, OP/USD, CRYPTO",
    "ETH/BTC, ETHBTC, ETH/BTC, CRYPTO",
    "ETHBTC, ETHBTC, ETH/BTC, CRYPTO",
    "BTC/USDC, BTCUSDC, BTC/USDC, CRYPTO",
    "SKYU, SKYU, SKYU, EQUITY", // an ETF
    "BTCU, BTCU, BTCU, EQUITY",
    "IUSD, IUSD, IUSD, EQUITY",
    "USDU, USDU, USDU, EQUITY",
    "BTC, BTC, BTC, EQUITY", // a trust
    "ABTC, ABTC, ABTC, EQUITY",
    "ABCDEF261218P00600000, ABCDEF261218P00600000, ABCDEF261218P00600000, EQUITY",
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

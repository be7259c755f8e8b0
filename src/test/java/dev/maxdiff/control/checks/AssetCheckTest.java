package dev.maxdiff.control.checks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.Samples;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class AssetCheckTest {

  @Test
  void takesWhatTheAssetAllows() {
    assertThatCode(() -> check("AAPL|buy|a", "1.5", asset("us_equity", true, true, true)))
        .doesNotThrowAnyException();
  }

  @Test
  void p11NamesTheClassOfTheBroker() {
    refuses(
        "AAPL|buy|a", "1", asset("us_option", true, true, true), "symbol: AAPL of the broker's");
  }

  @Test
  void p11NamesAnAssetThatIsNotTraded() {
    refuses("AAPL|buy|a", "1", asset("us_equity", false, true, true), "symbol: AAPL (expected: ");
  }

  @Test
  void p11NamesAShareThatCannotBeSoldShort() {
    refuses("AAPL|sell|a", "1", asset("us_equity", true, true, false), "side: sell (expected: buy");
  }

  @Test
  void p11NamesAShareThatHasNoFractions() {
    refuses(
        "AAPL|buy|a",
        "1.5",
        asset("us_equity", true, false, true),
        "target-qty: 1.5 (expected: a whole number");
  }

  @Test
  void p11NamesTheSmallestOrder() {
    refuses(
        "AAPL|buy|a",
        "0.01",
        asset("us_equity", true, true, true),
        "target-qty: 0.01 (expected: at least 0.5");
  }

  private static void refuses(String key, String quantity, Asset asset, String words) {
    assertThatThrownBy(() -> check(key, quantity, asset))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith(words);
  }

  private static void check(String key, String quantity, Asset asset) {
    EntryWish wish = Samples.entry(WatcherKey.parse(key), "100", quantity);
    AssetCheck.check(wish, asset);
  }

  private static Asset asset(
      String kind, boolean tradable, boolean fractionable, boolean shortable) {
    return new Asset(
        Symbol.parse("AAPL"),
        kind,
        Increments.EQUITY,
        new BigDecimal("0.5"),
        tradable,
        fractionable,
        shortable);
  }
}

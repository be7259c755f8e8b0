package dev.maxdiff.session.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTableTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.0", "-1", "NaN", "n/a", ""})
  void aPresentInvalidPriceBlocksTheFallback(String present) {
    var table = new PriceTable(Map.of("maxdiffprofit_low_price", present, "predicted_low", 98));
    assertThat(table.newEntry(PriceTable.MAXDIFF, Side.BUY)).isEmpty();
  }

  /** The older rule for an existing position's price passed over the profit's price (H43). */
  @Test
  void h43TheProfitsPriceIsTheFirstFallbackOfAnAlwaysOnEntry() {
    var table = new PriceTable(Map.of("maxdiffprofit_low_price", 95, "predicted_low", 98));

    assertThat(table.newEntry(PriceTable.ALWAYS_ON, Side.BUY)).contains(Price.parse("95"));
  }
}

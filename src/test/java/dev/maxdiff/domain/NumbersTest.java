package dev.maxdiff.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "NaN",
        "Infinity",
        "1e400",
        "1e-400",
        "1,5",
        "",
        " ",
        "abc",
        "0x10",
        "99999999999999999999999999999999999999999"
      })
  void p11RefusesWhatIsNoPriceAndNamesTheField(String text) {
    assertThatThrownBy(() -> Price.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("price: ");
    assertThatThrownBy(() -> Quantity.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("quantity: ");
  }

  @Test
  void p11SaysThatANumberOfAbsurdSizeIsTooLarge() {
    assertThatThrownBy(() -> Price.parse("1e400"))
        .hasMessage("price: 1E+400 (expected: a decimal number > 0, of at most 20 digits)");
  }

  @Test
  void equalNumbersAreEqualPrices() {
    assertThat(Price.parse("110250")).isEqualTo(Price.parse("1.1025E5"));
    assertThat(Price.parse("105000.00")).hasToString("105000");
    assertThat(Price.parse("0.00001234")).hasToString("0.00001234");
  }

  @ParameterizedTest
  @CsvSource({
    "EQUITY, BUY, 10.019, 10.01",
    "EQUITY, SELL, 10.011, 10.02",
    "EQUITY, BUY, 0.12345, 0.1234",
    "EQUITY, SELL, 0.12341, 0.1235",
    "CRYPTO, BUY, 0.00001234, 0.00001234",
    "CRYPTO, SELL, 0.0000090, 0.000009",
  })
  void pricesRoundAwayFromTheMarket(AssetClass kind, Side side, String wanted, String sent) {
    assertThat(Increments.of(kind).passive(side, Price.parse(wanted))).hasToString(sent);
  }

  @Test
  void quantitiesRoundDown() {
    Increments thousandths = new Increments(new BigDecimal("0.01"), new BigDecimal("0.001"));

    assertThat(thousandths.round(new BigDecimal("0.0019"))).isEqualByComparingTo("0.001");
    assertThat(thousandths.round(new BigDecimal("0.0009"))).isZero();
  }
}

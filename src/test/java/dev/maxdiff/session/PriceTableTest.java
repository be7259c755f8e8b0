package dev.maxdiff.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTableTest {

  /** Spellings that the older system guessed at; here they are refused at the border (H13). */
  private static final Set<String> REFUSED_AT_THE_BORDER =
      Set.of(
          "long means buy",
          "unknown side counts as sell",
          "entry strategy spelled with blanks and capitals",
          "entry no strategy");

  static Stream<Arguments> cases() throws IOException {
    try (var file = PriceTableTest.class.getResourceAsStream("/session/price_selection.json")) {
      JsonNode cases = new ObjectMapper().readTree(file).get("cases");
      return StreamSupport.stream(cases.spliterator(), false)
          .map(one -> Arguments.of(one.get("name").asText(), one))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void choosesThePriceOfTheContract(String name, JsonNode example) {
    JsonNode input = example.get("input");
    if (REFUSED_AT_THE_BORDER.contains(name)) {
      assertThatThrownBy(() -> price(input))
          .isInstanceOfAny(InvalidValueException.class, NullPointerException.class);
      return;
    }
    JsonNode expected = example.get("expect").get("price");
    Optional<BigDecimal> actual = price(input).map(Price::value);
    if (expected.isNull()) {
      assertThat(actual).isEmpty();
    } else {
      assertThat(actual.orElseThrow()).isEqualByComparingTo(expected.decimalValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0", "-1", "NaN", "n/a", ""})
  void aPresentValueThatIsNoPriceBlocksTheFallback(String present) {
    var table = new PriceTable(Map.of("maxdiffprofit_low_price", present, "predicted_low", 98));
    assertThat(table.newEntry(PriceTable.MAXDIFF, Side.BUY)).isEmpty();
  }

  private static Optional<Price> price(JsonNode input) {
    Side side = Side.parse(input.get("side").asText());
    String name = input.get("strategy").isNull() ? null : input.get("strategy").asText();
    Strategy strategy = new Strategy(name);
    Map<String, Object> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : input.get("data").properties()) {
      fields.put(field.getKey(), field.getValue().asText());
    }
    var table = new PriceTable(fields);
    return switch (input.get("use").asText()) {
      case "lookup_entry" -> table.lookupEntry(strategy, side);
      case "lookup_takeprofit" -> table.lookupTakeprofit(strategy, side);
      case "new_entry" -> table.newEntry(strategy, side);
      // The older refresh knew fewer fallbacks than a new exit (H43); here they are one.
      case "new_exit", "refresh_exit" -> table.newExit(strategy, side);
      case "complement" -> table.complement(Symbol.parse(input.get("symbol").asText()), side);
      default -> throw new IllegalArgumentException(input.toString());
    };
  }
}

package dev.maxdiff.broker.alpaca.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderRequestReaderTest {

  private static final String ORDER =
      "{\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"qty\":\"0.5\",\"type\":\"limit\","
          + "\"time_in_force\":\"gtc\",\"limit_price\":100}";

  @Test
  void aLimitOrderIsCarriedWhole() throws IOException {
    assertThat(OrderRequestReader.order(order("\"client_order_id\":\"mine\"")))
        .isEqualTo(
            new OrderRequest(
                Symbol.parse("BTCUSD"),
                Side.BUY,
                Quantity.parse("0.5"),
                Price.parse("100"),
                TimeInForce.GTC,
                "mine"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"order_class\":\"bracket\"",
        "\"order_class\":\"oco\"",
        "\"order_class\":\"foo\"",
        "\"order_class\":7",
        "\"take_profit\":{\"limit_price\":\"110\"}",
        "\"stop_loss\":{\"stop_price\":\"90\"}",
        "\"stop_loss\":{}",
        "\"extended_hours\":true",
        "\"extended_hours\":\"yes\"",
        "\"extended_hours\":\"false\"",
        "\"extended_hours\":0",
        "\"position_intent\":\"buy_to_open\"",
        "\"trail_price\":\"5\"",
        "\"trail_percent\":0",
        "\"stop_price\":\"90\"",
        "\"notional\":\"50\"",
        "\"legs\":[{\"symbol\":\"BTCUSD\"}]",
        "\"advanced_instructions\":{\"algorithm\":\"VWAP\"}",
        "\"stop_los\":null",
        "\"trail\":null",
        "\"type\":\"stop_limit\"",
        "\"time_in_force\":\"opg\"",
        "\"qty\":true",
        "\"qty\":{\"a\":1}",
        "\"limit_price\":[100]",
        "\"client_order_id\":5",
      })
  void whatAnOrderCannotCarryIsRefusedByName(String field) {
    assertThatThrownBy(() -> OrderRequestReader.order(order(field)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith(field.substring(1, field.indexOf(':') - 1) + ": ")
        .hasMessageContaining("(expected: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"order_class\":\"simple\"",
        "\"order_class\":\"\"",
        "\"order_class\":null",
        "\"extended_hours\":false",
        "\"extended_hours\":null",
        "\"position_intent\":null",
        "\"stop_loss\":null",
        "\"take_profit\":null",
        "\"stop_price\":\"\"",
        "\"notional\":null",
        "\"trail_price\":null",
        "\"trail_percent\":\"\"",
        "\"legs\":[]",
        "\"advanced_instructions\":null",
        "\"client_order_id\":\"\"",
      })
  void aValueThatMeansNothingIsAccepted(String field) throws IOException {
    assertThat(OrderRequestReader.order(order(field)))
        .isEqualTo(OrderRequestReader.order(JsonText.parse(ORDER)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"stop_price\":\"90\"",
        "\"trail\":\"3\"",
        "\"notional\":\"750\"",
        "\"advanced_instructions\":{}",
        "\"order_class\":\"\"",
        "\"extended_hours\":false",
        "\"side\":\"sell\"",
        "\"symbol\":\"AAPL\"",
        "\"stoploss\":null",
        "\"limit_price\":false",
      })
  void whatAReplacementCannotCarryIsRefusedByName(String field) {
    assertThatThrownBy(() -> OrderRequestReader.replacement(JsonText.parse("{" + field + "}")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith(field.substring(1, field.indexOf(':') - 1) + ": ")
        .hasMessageContaining("(expected: ");
  }

  @Test
  void aReplacementKeepsWhatItDoesNotName() throws IOException {
    String body =
        "{\"limit_price\":\"101\",\"qty\":null,\"stop_price\":null,\"trail\":\"\","
            + "\"time_in_force\":\"\",\"client_order_id\":\"next\"}";

    assertThat(OrderRequestReader.replacement(JsonText.parse(body)))
        .isEqualTo(new ReplaceRequest(null, Price.parse("101"), null, "next"));
  }

  private static ObjectNode order(String field) throws IOException {
    ObjectNode order = (ObjectNode) JsonText.parse(ORDER);
    order.setAll((ObjectNode) JsonText.parse("{" + field + "}"));
    return order;
  }
}

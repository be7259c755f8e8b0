package dev.maxdiff.broker.alpaca.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderDescription;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.PositionList;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlpacaListReaderTest {

  private static final Instant AT = Instant.parse("2026-03-02T15:00:00Z");

  static List<ObjectNode> published() {
    return ForeignOrderSamples.published(AT);
  }

  static List<ObjectNode> opaque() {
    return ForeignOrderSamples.opaque(AT);
  }

  @ParameterizedTest
  @MethodSource("published")
  void p14ReadsEveryPublishedKindOfOrder(ObjectNode order) {
    OrderList read = read(order);

    assertThat(read.opaque()).isEmpty();
    assertThat(read.orders()).extracting(Order::id).containsExactly(order.get("id").asText());
  }

  @ParameterizedTest
  @MethodSource("opaque")
  void p14ReadsTheOthersBesideAnOrderThatCannotBeRead(ObjectNode order) {
    ObjectNode simple = ForeignOrderSamples.simple("simple", AT);

    OrderList read =
        AlpacaListReader.orders(ForeignOrderSamples.array(List.of(simple, order, simple)));

    assertThat(read.orders()).extracting(Order::id).containsExactly("simple", "simple");
    assertThat(read.opaque()).hasSize(1);
  }

  @Test
  void p14ShowsTheLegsOfAMultiLegOrder() {
    OpaqueOrder order = read(opaque().get(1)).opaque().get(0);

    assertThat(order.problem()).isEmpty();
    assertThat(order.isOpen()).isTrue();
    assertThat(order.submittedAt()).isEqualTo(AT);
    assertThat(order.legs())
        .containsExactly("sell 1 SPY261218P00600000", "buy 1 SPY261218P00590000");
    assertThat(order.description())
        .startsWith("multi-leg ")
        .contains("-0.85", "web-mleg-null", "sell 1 SPY261218P00600000");
  }

  @Test
  void p14NamesFieldValueAndExpectationOfAnUnreadableOrder() {
    OpaqueOrder order =
        read(ForeignOrderSamples.simple("o", AT).put("time_in_force", "gtd")).opaque().get(0);

    assertThat(order.problem().orElseThrow())
        .startsWith("not readable: order ")
        .contains("web-o", "time_in_force: gtd (expected: ");
  }

  @Test
  void anUnknownStatusCountsAsOpen() {
    assertThat(read(ForeignOrderSamples.simple("o", AT).put("status", "odd")).opaque().get(0))
        .matches(OpaqueOrder::isOpen);
    assertThat(
            read(ForeignOrderSamples.simple("o", AT).put("status", "filled").put("side", "?"))
                .opaque()
                .get(0))
        .matches(order -> !order.isOpen());
  }

  @Test
  void describesAnOrderAsItIs() {
    assertThat(published().stream().map(order -> words(order)))
        .contains(
            "BUY 2 AAPL at 90",
            "BUY $500 of AAPL at market",
            "BUY 2 AAPL stop 95",
            "BUY 2 AAPL stop 95 limit 90",
            "BUY 2 AAPL trailing stop 2.5 %",
            "BUY 2 AAPL trailing stop 2.5");
  }

  @Test
  void p14ReadsTheOtherPositionsBesideOneThatCannotBeRead() {
    ObjectNode good = position("BTCUSD", "1.5");
    ObjectNode option = position("ABCDEF261218P00600000", "2");
    ObjectNode odd = position("AAPL", "many");

    PositionList read =
        AlpacaListReader.positions(ForeignOrderSamples.array(List.of(good, odd, option)));

    assertThat(read.positions())
        .extracting(Position::symbol)
        .extracting(Object::toString)
        .containsExactly("BTCUSD", "ABCDEF261218P00600000");
    assertThat(read.opaque())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.problem())
                    .isEqualTo(
                        "not readable: position AAPL: qty: many (expected: a decimal number)"));
  }

  private static String words(ObjectNode order) {
    return OrderDescription.words(read(order).orders().get(0));
  }

  private static OrderList read(ObjectNode order) {
    return AlpacaListReader.orders(ForeignOrderSamples.array(List.of(order)));
  }

  private static ObjectNode position(String symbol, String quantity) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("symbol", symbol)
        .put("qty", quantity)
        .put("side", "long")
        .put("avg_entry_price", "10");
  }
}

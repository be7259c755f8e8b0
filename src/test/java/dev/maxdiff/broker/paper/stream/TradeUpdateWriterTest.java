package dev.maxdiff.broker.paper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import dev.maxdiff.broker.alpaca.wire.PublishedApi;
import dev.maxdiff.broker.paper.engine.EngineHarness;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.domain.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The messages of the exchange for each change of an order. */
class TradeUpdateWriterTest {

  private static final PublishedApi API = new PublishedApi();

  @Test
  void aCancelledOrderIsNewPendingAndCanceled() {
    EngineHarness harness = delayed("100 100 100 100 100");
    String id = harness.at(0).buy("1", "90");

    harness.cancel(id);
    harness.at(4);

    assertThat(published(harness))
        .containsExactly("new new", "pending_cancel pending_cancel", "canceled canceled");
  }

  @Test
  void aReplacedOrderAndTheOneInItsPlaceAreTwoUpdatesEach() {
    EngineHarness harness = delayed("100 100 100 100 100");
    String old = harness.at(0).buy("1", "90");

    String next = EngineHarness.placed(harness.replace(old, null, "91", "next"));
    harness.at(4);

    assertThat(published(harness))
        .containsExactly(
            "new new",
            "pending_replace pending_replace",
            "pending_new pending_new",
            "replaced replaced",
            "new new");
    JsonNode replaced = updates(harness).get(3).at("/data/order");
    assertThat(replaced.path("id").asText()).isEqualTo(old);
    assertThat(replaced.path("replaced_by").asText()).isEqualTo(next);
    assertThat(updates(harness).get(4).at("/data/order/client_order_id").asText())
        .isEqualTo("next");
  }

  @Test
  void aReplaceThatComesTooLateIsPublishedForBothOrders() {
    EngineHarness harness = delayed("100 99 99 99 99");
    String old = harness.at(0).buy("0.5", "99");

    harness.replace(old, null, "98", "next");
    harness.at(4);

    assertThat(published(harness))
        .containsExactly(
            "new new",
            "pending_replace pending_replace",
            "pending_new pending_new",
            "fill filled",
            "order_replace_rejected filled",
            "rejected rejected");
  }

  @Test
  void aFillTellsItsOwnPriceAndQuantityAndThePositionAfterIt() {
    EngineHarness harness = new EngineHarness(Tapes.plain(), Tapes.seconds("100 99@0.25 99@5"));
    String id = harness.at(0).buy("1", "99");

    harness.at(2);

    assertThat(published(harness))
        .containsExactly("new new", "partial_fill partially_filled", "fill filled");
    JsonNode part = updates(harness).get(1).path("data");
    JsonNode rest = updates(harness).get(2).path("data");
    assertThat(part.path("qty").asText()).isEqualTo("0.25");
    assertThat(part.path("position_qty").asText()).isEqualTo("0.25");
    assertThat(rest.path("qty").asText()).isEqualTo("0.75");
    assertThat(rest.path("price").asText()).isEqualTo("99");
    assertThat(rest.path("position_qty").asText()).isEqualTo("1");
    assertThat(rest.at("/order/status").asText()).isEqualTo("filled");
    assertThat(rest.at("/order/id").asText()).isEqualTo(id);
    assertThat(rest.path("timestamp").asText()).isEqualTo(Tapes.START.plusSeconds(2).toString());
    assertThat(rest.path("execution_id").asText())
        .isNotEmpty()
        .isNotEqualTo(part.path("execution_id").asText());
  }

  @Test
  void aStockWaitsForTheSessionAndEndsWithIt() {
    Instant open = Instant.parse("2013-11-29T14:29:59Z");
    MarketTape tape = Tapes.seconds(Tapes.AAPL, open, "100 100 100");
    EngineHarness harness =
        new EngineHarness(Tapes.settings("0", "0", "0", Duration.ZERO, 2), tape);
    harness.at(0).submit(Tapes.AAPL, Side.BUY, "3", "95", TimeInForce.DAY, null);

    harness.at(2);
    harness.at(Instant.parse("2013-11-29T18:00:01Z")); // an early close, at 13:00

    assertThat(published(harness))
        .containsExactly("accepted accepted", "new new", "expired expired");
  }

  @Test
  void theOrderIsTheOneOfTheRestInterface() {
    EngineHarness harness = new EngineHarness(Tapes.plain(), Tapes.seconds("100 99 99"));
    harness.at(0).buy("1", "99");
    harness.at(2);

    assertThat(updates(harness))
        .isNotEmpty()
        .allSatisfy(
            update -> {
              String order = JsonText.write(update.at("/data/order"));
              assertThat(API.answer("GET", "/v2/orders/x", 200, order)).isEmpty();
            });
  }

  private static EngineHarness delayed(String prices) {
    return new EngineHarness(
        Tapes.settings("0", "0", "0", Duration.ofSeconds(2), 1), Tapes.seconds(prices));
  }

  /** Event and the order's status. */
  private static List<String> published(EngineHarness harness) {
    return updates(harness).stream()
        .map(u -> u.at("/data/event").asText() + " " + u.at("/data/order/status").asText())
        .toList();
  }

  private static List<JsonNode> updates(EngineHarness harness) {
    return harness.steps().stream()
        .flatMap(step -> TradeUpdateWriter.updates(step.event(), step.after()).stream())
        .map(JsonNode.class::cast)
        .toList();
  }
}

package dev.maxdiff.execution.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.execution.decisions.DuplicateOrderRule;
import dev.maxdiff.vectors.Deviations;
import dev.maxdiff.vectors.GroupRunner;
import dev.maxdiff.vectors.VectorCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the vectors of the duplicate-order check on orders and positions in Alpaca's form. */
public final class ExecutionVectorRunner {

  private ExecutionVectorRunner() {}

  public static Map<String, GroupRunner> groups() {
    return Map.of("duplicate_guard", ExecutionVectorRunner::duplicateGuard);
  }

  private static void duplicateGuard(VectorCase example) {
    List<JsonNode> held = new ArrayList<>();
    example.input().get("positions").forEach(held::add);
    if (Deviations.UNREADABLE_IS_NOT_ZERO.appliesTo(example)) {
      assertThatThrownBy(() -> positions(held)).isInstanceOf(InvalidValueException.class);
      held.removeIf(position -> !Deviations.isReadable(position));
    }
    List<String> expected = new ArrayList<>();
    example.expect().get("cancelled").forEach(id -> expected.add(id.asText()));

    assertThat(DuplicateOrderRule.of(orders(example), positions(held)))
        .extracting(Order::id)
        .isEqualTo(expected);
  }

  /** An object without a symbol or a side is not an order of a broker. */
  private static List<Order> orders(VectorCase example) {
    List<Order> orders = new ArrayList<>();
    for (JsonNode given : example.input().get("orders")) {
      ObjectNode order = JsonNodeFactory.instance.objectNode();
      order.put("client_order_id", "older-" + given.get("id").asText());
      order.put("type", "limit").put("time_in_force", "gtc").put("status", "new").put("qty", "1");
      order.setAll((ObjectNode) given);
      String side = given.path("side").asText("").toLowerCase(java.util.Locale.ROOT);
      boolean named = !given.path("symbol").asText("").isEmpty();
      if (named && List.of("buy", "sell").contains(side)) {
        orders.add(AlpacaReader.order(order));
      }
    }
    return orders;
  }

  private static List<Position> positions(List<JsonNode> held) {
    List<Position> positions = new ArrayList<>();
    for (JsonNode given : held) {
      ObjectNode position = JsonNodeFactory.instance.objectNode();
      boolean isShort = given.get("qty").asText().startsWith("-");
      position.put("side", isShort ? "short" : "long").put("avg_entry_price", "0");
      position.setAll((ObjectNode) given);
      positions.add(AlpacaReader.position(position));
    }
    return positions;
  }
}

package dev.maxdiff.broker.alpaca.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.broker.OpaquePosition;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.domain.InvalidValueException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads lists of the account from Alpaca's JSON. An entry that cannot be read becomes an opaque
 * entry; the other entries are read (promise P14).
 */
public final class AlpacaListReader {

  private static final String MULTI_LEG = "mleg";
  private static final int LONGEST_TEXT = 128;

  private AlpacaListReader() {}

  /**
   * @param array a JSON array
   */
  public static OrderList orders(JsonNode array) {
    List<Order> orders = new ArrayList<>(array.size());
    List<OpaqueOrder> opaque = new ArrayList<>();
    for (JsonNode node : array) {
      if (hasSeveralLegs(node)) {
        opaque.add(opaque(node, null));
        continue;
      }
      try {
        orders.add(AlpacaReader.order(node));
      } catch (InvalidValueException e) {
        opaque.add(opaque(node, e.getMessage()));
      }
    }
    return new OrderList(orders, opaque);
  }

  /**
   * @param array a JSON array
   */
  public static PositionList positions(JsonNode array) {
    List<Position> positions = new ArrayList<>(array.size());
    List<OpaquePosition> opaque = new ArrayList<>();
    for (JsonNode node : array) {
      try {
        positions.add(AlpacaReader.position(node));
      } catch (InvalidValueException e) {
        opaque.add(new OpaquePosition(text(node, "symbol"), e.getMessage()));
      }
    }
    return new PositionList(positions, opaque);
  }

  /** The parts of a bracket order have symbol and side of their own; a multi-leg order has none. */
  private static boolean hasSeveralLegs(JsonNode node) {
    boolean hasOnlyLegs = text(node, "symbol").isEmpty() && node.path("legs").size() > 0;
    return text(node, "order_class").equals(MULTI_LEG) || hasOnlyLegs;
  }

  private static OpaqueOrder opaque(JsonNode node, String unreadable) {
    List<String> legs = new ArrayList<>();
    for (JsonNode leg : node.path("legs")) {
      legs.add(words(leg, "side", "qty", "symbol"));
    }
    return new OpaqueOrder(
        text(node, "id"),
        text(node, "client_order_id"),
        text(node, "symbol"),
        text(node, "status"),
        isOpen(text(node, "status")),
        submittedAt(node),
        description(node, legs),
        legs,
        unreadable);
  }

  private static boolean isOpen(String status) {
    return OrderStatus.parse(status).map(known -> !known.isTerminal()).orElse(true);
  }

  private static Instant submittedAt(JsonNode node) {
    Instant submitted = AlpacaReader.readable(node, "submitted_at");
    return submitted == null ? AlpacaReader.readable(node, "created_at") : submitted;
  }

  private static String description(JsonNode node, List<String> legs) {
    String line = words(node, "side", "qty", "symbol", "type", "limit_price", "stop_price");
    String id = words(node, "client_order_id", "id");
    return (hasSeveralLegs(node) ? "multi-leg " : "")
        + (line.isEmpty() ? "without fields" : line)
        + (legs.isEmpty() ? "" : " [" + String.join(", ", legs) + "]")
        + (id.isEmpty() ? "" : " (" + id + ")");
  }

  private static String words(JsonNode node, String... fields) {
    return Stream.of(fields)
        .map(field -> text(node, field))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** Returns the text of the field in one short line; empty if it has none. */
  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    String text = value == null || value.isNull() ? "" : value.asText();
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "…";
  }
}

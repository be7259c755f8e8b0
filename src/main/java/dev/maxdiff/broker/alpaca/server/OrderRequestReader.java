package dev.maxdiff.broker.alpaca.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the bodies of POST and PATCH of an order.
 *
 * <p>The servers carry limit orders. Every other field is refused with an {@link
 * InvalidValueException} that names it, because an order without its stop-loss is not the order
 * that the client has sent. A published field whose value means "nothing" is accepted.
 */
public final class OrderRequestReader {

  private static final Set<String> SHARED =
      Set.of("qty", "limit_price", "time_in_force", "client_order_id");

  private static final Set<String> OF_POST = union(SHARED, Set.of("symbol", "side", "type"));

  /** Fields of Alpaca's documents that the servers do not carry. */
  private static final Set<String> NOT_CARRIED =
      Set.of("advanced_instructions", "notional", "stop_price");

  private static final Set<String> NOT_CARRIED_BY_POST =
      union(
          NOT_CARRIED,
          Set.of(
              "extended_hours",
              "legs",
              "order_class",
              "position_intent",
              "stop_loss",
              "take_profit",
              "trail_percent",
              "trail_price"));

  private static final Set<String> NOT_CARRIED_BY_PATCH = union(NOT_CARRIED, Set.of("trail"));

  private static final int MAX_NUMBER = 40;

  private OrderRequestReader() {}

  /** Reads the body of {@code POST /v2/orders}. */
  public static OrderRequest order(JsonNode body) {
    refuseOthers(body, OF_POST, NOT_CARRIED_BY_POST);
    String type = required(body, "type");
    if (!type.equals("limit")) {
      throw new InvalidValueException("type", type, "limit");
    }
    return new OrderRequest(
        Symbol.parse(required(body, "symbol")),
        Side.parse(required(body, "side")),
        new Quantity(number("qty", required(body, "qty"))),
        new Price(number("limit_price", required(body, "limit_price"))),
        TimeInForce.parsePlaceable(required(body, "time_in_force")),
        text(body, "client_order_id").orElse(null));
  }

  /** Reads the body of {@code PATCH /v2/orders/{id}}. */
  public static ReplaceRequest replacement(JsonNode body) {
    refuseOthers(body, SHARED, NOT_CARRIED_BY_PATCH);
    return new ReplaceRequest(
        text(body, "qty").map(text -> new Quantity(number("qty", text))).orElse(null),
        text(body, "limit_price").map(text -> new Price(number("limit_price", text))).orElse(null),
        text(body, "time_in_force").map(TimeInForce::parse).orElse(null),
        text(body, "client_order_id").orElse(null));
  }

  private static void refuseOthers(JsonNode body, Set<String> carried, Set<String> published) {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      String name = field.getKey();
      if (!carried.contains(name) && !published.contains(name)) {
        throw new InvalidValueException(
            name, field.getValue(), "one of " + String.join(", ", new TreeSet<>(carried)));
      } else if (!carried.contains(name) && !meansNothing(name, field.getValue())) {
        throw new InvalidValueException(name, field.getValue(), carriedValue(name));
      }
    }
  }

  private static boolean meansNothing(String field, JsonNode value) {
    return value.isNull()
        || value.isTextual() && value.textValue().isEmpty()
        || value.isArray() && value.isEmpty()
        || field.equals("order_class") && value.isTextual() && value.textValue().equals("simple")
        || field.equals("extended_hours") && value.isBoolean() && !value.booleanValue();
  }

  private static String carriedValue(String field) {
    return switch (field) {
      case "order_class" -> "simple: other classes are not carried";
      case "extended_hours" -> "false: extended hours are not carried";
      default -> "no value: the field is not carried";
    };
  }

  private static String required(JsonNode body, String field) {
    return text(body, field)
        .orElseThrow(() -> new InvalidValueException(field, body.get(field), "a value"));
  }

  /** The text of a carried field; clients send numbers as text or as JSON numbers. */
  private static Optional<String> text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    boolean isNumber = List.of("qty", "limit_price").contains(field) && value.isNumber();
    if (value.isMissingNode() || value.isNull() || value.isTextual() && value.asText().isEmpty()) {
      return Optional.empty();
    } else if (!value.isTextual() && !isNumber) {
      throw new InvalidValueException(field, value, "a text");
    }
    return Optional.of(isNumber ? value.decimalValue().toString() : value.textValue());
  }

  private static BigDecimal number(String field, String text) {
    try {
      if (text.length() <= MAX_NUMBER) {
        return new BigDecimal(text);
      }
    } catch (NumberFormatException e) {
      // refused below like a number that is too long
    }
    throw new InvalidValueException(field, text, "a decimal number");
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }
}

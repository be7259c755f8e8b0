package dev.maxdiff.broker.alpaca.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;

/** A message of Alpaca's trading websocket, in the form of its streaming documents. */
sealed interface StreamMessage {

  String TRADE_UPDATES = "trade_updates";

  /** The server accepted the keys. */
  record Authorized() implements StreamMessage {}

  /** The server refused the keys, or the client sent a request before it authenticated. */
  record Unauthorized() implements StreamMessage {}

  /**
   * The response to {@link #listen}.
   *
   * @param tradeUpdates false when the server does not offer trade updates
   */
  record Listening(boolean tradeUpdates) implements StreamMessage {}

  record Updated(TradeStream.Update update) implements StreamMessage {}

  /** The server reports an error and closes the connection next. */
  record Failed(String why) implements StreamMessage {}

  /** A message of another stream, or about an instrument that the runtime does not trade. */
  record Other() implements StreamMessage {}

  /**
   * Reads one message.
   *
   * @throws IOException when the text is not JSON; the exception's message does not quote the text
   * @throws InvalidValueException when a field is missing
   */
  static StreamMessage read(String text) throws IOException {
    JsonNode message = parsed(text);
    JsonNode data = message.path("data");
    if (message.path("action").asText().equals("error")) {
      return new Failed(data.path("error_message").asText());
    }
    return switch (required(message, "stream")) {
      case "authorization" -> authorization(required(data, "status"));
      case "listening" -> listening(data.path("streams"));
      case TRADE_UPDATES -> update(data);
      default -> new Other();
    };
  }

  static String authenticate(ApiKeys keys) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("action", "auth");
    message.put("key", keys.id());
    message.put("secret", keys.secret());
    return JsonText.write(message);
  }

  static String listen() {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("action", "listen");
    message.putObject("data").putArray("streams").add(TRADE_UPDATES);
    return JsonText.write(message);
  }

  private static JsonNode parsed(String text) throws IOException {
    try {
      return JsonText.parse(text);
    } catch (IOException e) {
      // the parser's message may quote the text
      throw new IOException("a message of " + text.length() + " characters that is no JSON");
    }
  }

  private static StreamMessage authorization(String status) {
    return status.equals("authorized") ? new Authorized() : new Unauthorized();
  }

  private static StreamMessage listening(JsonNode streams) {
    boolean offered = false;
    for (JsonNode stream : streams) {
      offered |= stream.asText().equals(TRADE_UPDATES);
    }
    return new Listening(offered);
  }

  private static StreamMessage update(JsonNode data) {
    String event = required(data, "event");
    JsonNode order = data.path("order");
    String clientOrderId = required(order, "client_order_id");
    Symbol symbol;
    try {
      symbol = Symbol.parse(order.path("symbol").asText());
    } catch (InvalidValueException e) {
      return new Other(); // a multi-leg order has no symbol, and options are not traded
    }
    return new Updated(new TradeStream.Update(symbol, clientOrderId, event, data));
  }

  private static String required(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw new InvalidValueException(field, value == null ? null : value.getNodeType(), "a text");
    }
    return value.asText();
  }
}

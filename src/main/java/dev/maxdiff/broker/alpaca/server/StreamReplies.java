package dev.maxdiff.broker.alpaca.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The messages of a server of trade updates, in the form of Alpaca's streaming documents. */
public final class StreamReplies {

  public static final String TRADE_UPDATES = "trade_updates";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private StreamReplies() {}

  /** The response to keys, and to a subscription without keys. */
  static ObjectNode authorization(boolean granted, String action) {
    ObjectNode data = JSON.objectNode();
    data.put("status", granted ? "authorized" : "unauthorized");
    return message("authorization", data.put("action", action));
  }

  static ObjectNode listening(List<String> streams) {
    ObjectNode data = JSON.objectNode();
    streams.forEach(data.putArray("streams")::add);
    return message("listening", data);
  }

  static ObjectNode error(String text) {
    ObjectNode message = JSON.objectNode();
    message.put("action", "error");
    message.putObject("data").put("error_message", text);
    return message;
  }

  /** A change of an order. */
  public static ObjectNode update(ObjectNode data) {
    return message(TRADE_UPDATES, data);
  }

  private static ObjectNode message(String stream, JsonNode data) {
    ObjectNode message = JSON.objectNode();
    message.put("stream", stream);
    message.set("data", data);
    return message;
  }
}

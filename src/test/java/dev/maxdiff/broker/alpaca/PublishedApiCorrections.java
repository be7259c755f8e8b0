package dev.maxdiff.broker.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where Alpaca's published documents are loose or wrong, and what we hold ourselves to instead. */
final class PublishedApiCorrections {

  private PublishedApiCorrections() {}

  static void apply(ObjectNode trading) {
    // POST /v2/orders needs a symbol, a side, and a quantity for every order that is not of several
    // legs or by notional; the document requires type and time_in_force only.
    requires(trading, "CreateOrderRequest", "symbol", "side", "qty", "limit_price");
    // Nothing of an order is useful to a watcher without these; the document requires three others.
    requires(
        trading,
        "Order",
        "id",
        "client_order_id",
        "symbol",
        "side",
        "status",
        "qty",
        "filled_qty",
        "limit_price",
        "submitted_at");
    requires(trading, "Account", "account_number", "cash", "equity", "buying_power");
    // Loose: an error without a whole number as its code cannot be told from another.
    schema(trading, "Error").withObject("/properties/code").put("type", "integer");
    // A day is asked for by its date, as Alpaca's own examples and clients do; the document says
    // date-time, which a date is not.
    for (String name : new String[] {"legacy_start", "legacy_end"}) {
      ((ObjectNode) trading.at("/components/parameters/" + name + "/schema")).remove("format");
    }
  }

  private static void requires(ObjectNode document, String name, String... fields) {
    JsonNode required = schema(document, name).withArray("required");
    for (String field : fields) {
      ((ArrayNode) required).add(field);
    }
  }

  private static ObjectNode schema(ObjectNode document, String name) {
    return (ObjectNode) document.at("/components/schemas/" + name);
  }
}

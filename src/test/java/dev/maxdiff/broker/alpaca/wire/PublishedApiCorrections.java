package dev.maxdiff.broker.alpaca.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Corrections for the loose or wrong parts of Alpaca's published documents. */
final class PublishedApiCorrections {

  private PublishedApiCorrections() {}

  static void apply(ObjectNode trading) {
    // POST /v2/orders needs a symbol, a side, and a quantity for every order that is not of several
    // legs or by notional; the document requires type and time_in_force only.
    requires(trading, "CreateOrderRequest", "symbol", "side", "qty", "limit_price");
    // A watcher needs these fields of an order; the document requires three others.
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
    // Loose: without an integer code two errors cannot be distinguished.
    schema(trading, "Error").withObject("/properties/code").put("type", "integer");
    // The parameter of a day is a date, as in Alpaca's examples and clients; the document requires
    // a
    // date-time.
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

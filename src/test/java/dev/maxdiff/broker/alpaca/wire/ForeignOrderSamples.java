package dev.maxdiff.broker.alpaca.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Orders of kinds that Alpaca publishes and this program does not place, as its JSON has them. */
public final class ForeignOrderSamples {

  private static final String SIMPLE =
      """
      {"id":"ID","client_order_id":"web-ID","created_at":"AT","updated_at":"AT",\
      "submitted_at":"AT","filled_at":null,"expired_at":null,"canceled_at":null,\
      "failed_at":null,"replaced_at":null,"replaced_by":null,"replaces":null,"asset_id":"x",\
      "symbol":"AAPL","asset_class":"us_equity","notional":null,"qty":"2","filled_qty":"0",\
      "filled_avg_price":null,"order_class":"","order_type":"limit","type":"limit",\
      "side":"buy","time_in_force":"gtc","limit_price":"90","stop_price":null,\
      "status":"new","extended_hours":false,"legs":null,"trail_percent":null,\
      "trail_price":null,"hwm":null}""";

  private static final String LEGS =
      """
      [{"id":"l1","client_order_id":"leg-1","symbol":"SPY261218P00600000","side":"sell","qty":"1"},
       {"id":"l2","client_order_id":"leg-2","symbol":"SPY261218P00590000","side":"buy","qty":"1"}]""";

  private ForeignOrderSamples() {}

  /** Returns a simple limit order of another program. */
  public static ObjectNode simple(String id, Instant at) {
    return parse(SIMPLE.replace("ID", id).replace("AT", at.toString()));
  }

  /** Returns one order of each published kind, which must be read. */
  public static List<ObjectNode> published(Instant at) {
    List<ObjectNode> all = new ArrayList<>();
    for (String life : List.of("day", "gtc", "opg", "cls", "ioc", "fok")) {
      all.add(simple("life-" + life, at).put("time_in_force", life));
    }
    for (String status :
        List.of(
            "new",
            "partially_filled",
            "filled",
            "done_for_day",
            "canceled",
            "expired",
            "replaced",
            "pending_cancel",
            "pending_replace",
            "pending_review",
            "accepted",
            "pending_new",
            "accepted_for_bidding",
            "stopped",
            "rejected",
            "suspended",
            "calculated",
            "held")) {
      all.add(simple("status-" + status, at).put("status", status));
    }
    for (String kind : List.of("simple", "bracket", "oco", "oto")) {
      all.add(simple("class-" + kind, at).put("order_class", kind));
    }
    all.add(market(at).put("notional", "500").putNull("qty"));
    all.add(stop("stop", at).putNull("limit_price"));
    all.add(stop("stop_limit", at));
    all.add(trailing("trail_percent", at));
    all.add(trailing("trail_price", at));
    for (String symbol :
        List.of("ETH/BTC", "BTC/USDC", "ABCDEF261218P00600000", "BRK.B", "US912797GK78")) {
      all.add(simple("symbol-" + symbol.replace("/", ""), at).put("symbol", symbol));
    }
    return all;
  }

  /** Returns orders that cannot be carried: with several legs, or with unpublished values. */
  public static List<ObjectNode> opaque(Instant at) {
    List<ObjectNode> all = new ArrayList<>();
    all.add(multiLeg("mleg-empty", at).put("symbol", "").put("side", ""));
    all.add(multiLeg("mleg-null", at).putNull("symbol").putNull("side"));
    all.add(multiLeg("mleg-filled", at).put("symbol", "").put("side", "").put("status", "filled"));
    all.add(simple("status-unknown", at).put("status", "resting_in_peace"));
    all.add(simple("life-unknown", at).put("time_in_force", "gtd"));
    all.add(simple("side-unknown", at).put("side", "sell_short_exempt"));
    all.add(simple("symbol-unknown", at).put("symbol", "€URO"));
    all.add(simple("quantity-unknown", at).put("qty", "1e99999999"));
    all.add(simple("price-unknown", at).put("limit_price", "a lot"));
    all.add(simple("time-unknown", at).put("filled_at", "yesterday"));
    all.add(simple("no-client-id", at).putNull("client_order_id"));
    all.add(JsonNodeFactory.instance.objectNode());
    return all;
  }

  private static ObjectNode market(Instant at) {
    return simple("notional", at)
        .put("type", "market")
        .put("order_type", "market")
        .putNull("limit_price");
  }

  private static ObjectNode stop(String type, Instant at) {
    return simple(type, at).put("type", type).put("order_type", type).put("stop_price", "95");
  }

  private static ObjectNode trailing(String field, Instant at) {
    return simple(field, at)
        .put("type", "trailing_stop")
        .put("order_type", "trailing_stop")
        .put(field, "2.5")
        .putNull("limit_price");
  }

  private static ObjectNode multiLeg(String id, Instant at) {
    ObjectNode order = simple(id, at).put("order_class", "mleg").put("limit_price", "-0.85");
    order.set("legs", parse("{\"legs\":" + LEGS + "}").get("legs"));
    return order;
  }

  public static ArrayNode array(List<? extends JsonNode> nodes) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    nodes.forEach(array::add);
    return array;
  }

  private static ObjectNode parse(String text) {
    try {
      return (ObjectNode) JsonText.parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

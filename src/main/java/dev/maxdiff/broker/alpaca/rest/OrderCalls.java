package dev.maxdiff.broker.alpaca.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.alpaca.wire.JsonText;

/** The requests about single orders in Alpaca's REST, for the blocking and the other client. */
final class OrderCalls {

  static final String PATH = "/v2/orders";

  private static final int CANNOT_BE_CANCELLED = 42210000;

  private OrderCalls() {}

  /**
   * One request.
   *
   * @param body JSON; null = no body
   */
  record Call(String method, String path, String body) {

    Order order(JsonNode answer) {
      return ResponseReader.one(method + " " + path, answer, AlpacaReader::order);
    }
  }

  static Call submit(OrderRequest request) {
    return new Call("POST", PATH, JsonText.write(AlpacaWriter.orderRequest(request)));
  }

  static Call replace(String id, ReplaceRequest request) {
    return new Call("PATCH", path(id), JsonText.write(AlpacaWriter.replaceRequest(request)));
  }

  static Call cancel(String id) {
    return new Call("DELETE", path(id), null);
  }

  static Call read(String id) {
    return new Call("GET", path(id), null);
  }

  static Call readByClientOrderId(String clientOrderId) {
    return new Call(
        "GET",
        PATH + ":by_client_order_id?client_order_id=" + AlpacaClient.encoded(clientOrderId),
        null);
  }

  /** A cancel is pending already: as good as accepted, and the order is not terminal either. */
  static boolean isCancelPending(BrokerException e) {
    return e.code() == CANNOT_BE_CANCELLED
        && e.getMessage().replace('_', ' ').contains("pending cancel");
  }

  private static String path(String id) {
    return PATH + "/" + AlpacaClient.encoded(id);
  }
}

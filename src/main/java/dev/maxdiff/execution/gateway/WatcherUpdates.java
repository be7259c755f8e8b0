package dev.maxdiff.execution.gateway;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.alpaca.server.StreamReplies;
import dev.maxdiff.broker.alpaca.server.TradeUpdateServer;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.orders.GatewayContext;
import java.util.Optional;

/**
 * The stream of trade updates at the gateway: a watcher receives the changes of its slot's orders.
 * Thread-safe.
 */
final class WatcherUpdates {

  private final GatewayContext context;
  private final TradeUpdateServer<String> server; // identifies a client by its token

  WatcherUpdates(ActorSystem<?> system, GatewayContext context) {
    this.context = context;
    this.server =
        new TradeUpdateServer<>(
            system, (id, secret) -> context.tokens().find(id).map(authority -> id));
  }

  /** The response that opens the stream; empty when the request is for another path. */
  Optional<HttpResponse> open(HttpRequest request) {
    return server.open(request);
  }

  /**
   * Forwards an update of the broker's stream. The account's position in it is left out: it counts
   * the quantities of all keys.
   */
  void forward(ClientOrderId id, JsonNode data) {
    if (!server.hasListeners()) {
      return;
    }
    ObjectNode shown = data.deepCopy();
    shown.remove("position_qty");
    shown
        .withObject("/order")
        .put("client_order_id", context.callerIds().shown(id.slot().key().symbol(), id.toString()));
    server.publish(StreamReplies.update(shown), token -> isOf(token, id));
  }

  /** False for a retired token too. */
  private boolean isOf(String token, ClientOrderId id) {
    return context
        .tokens()
        .find(token)
        .map(WatcherAuthority::slot)
        .filter(id.slot()::equals)
        .isPresent();
  }

  void close() {
    server.close();
  }
}

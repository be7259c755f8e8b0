package dev.maxdiff.broker.paper.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.alpaca.server.StreamReplies;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.paper.engine.ApiError;
import dev.maxdiff.broker.paper.engine.ExchangeEvent;
import dev.maxdiff.broker.paper.engine.ExchangeFill;
import dev.maxdiff.broker.paper.engine.ExchangeOrder;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.broker.paper.tape.MarketTape;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Writes the messages of the {@code trade_updates} stream in the form of Alpaca's documents on
 * websocket streaming.
 */
final class TradeUpdateWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private TradeUpdateWriter() {}

  /** The messages for the orders that an event changed: none, one or two. */
  static List<ObjectNode> updates(ExchangeEvent event, ExchangeState after) {
    if (event instanceof ExchangeEvent.OrderFilled filled) {
      return List.of(fill(filled.fill(), after));
    } else if (event instanceof ExchangeEvent.OrderAccepted accepted) {
      return List.of(byStatus(accepted.order().id(), event, after));
    } else if (event instanceof ExchangeEvent.OrderActivated activated) {
      return List.of(update("new", activated.id(), event.at(), after));
    } else if (event instanceof ExchangeEvent.CancelRequested cancel) {
      return List.of(byStatus(cancel.id(), event, after));
    } else if (event instanceof ExchangeEvent.OrderCanceled canceled) {
      return List.of(byStatus(canceled.id(), event, after));
    } else if (event instanceof ExchangeEvent.OrderExpired expired) {
      return List.of(byStatus(expired.id(), event, after));
    } else if (event instanceof ExchangeEvent.OrderRejected rejected) {
      return List.of(byStatus(rejected.id(), event, after));
    } else if (event instanceof ExchangeEvent.ReplaceRequested replace) {
      return List.of(
          byStatus(replace.id(), event, after), byStatus(replace.replacement().id(), event, after));
    } else if (event instanceof ExchangeEvent.OrderReplaced replaced) {
      return List.of(
          byStatus(replaced.id(), event, after), byStatus(replaced.replacementId(), event, after));
    } else if (event instanceof ExchangeEvent.ReplaceRejected rejected) {
      return List.of(
          update("order_replace_rejected", rejected.id(), event.at(), after),
          byStatus(rejected.replacementId(), event, after));
    }
    return List.of();
  }

  private static ObjectNode fill(ExchangeFill fill, ExchangeState after) {
    boolean complete = order(fill.orderId(), after).status() == OrderStatus.FILLED;
    ObjectNode message =
        update(complete ? "fill" : "partial_fill", fill.orderId(), fill.at(), after);
    ObjectNode data = message.withObject("/data");
    data.put("execution_id", executionId(fill, after));
    data.put("price", ApiError.text(fill.price()));
    data.put("qty", ApiError.text(fill.quantity()));
    data.put(
        "position_qty", ApiError.text(MarketTape.plain(after.holding(fill.symbol()).quantity())));
    return message;
  }

  /** The name of most events is the new status. */
  private static ObjectNode byStatus(String id, ExchangeEvent event, ExchangeState after) {
    return update(order(id, after).status().toString(), id, event.at(), after);
  }

  private static ObjectNode update(String event, String id, Instant at, ExchangeState after) {
    ObjectNode data = JSON.objectNode();
    data.put("event", event);
    data.put("timestamp", at.toString());
    data.set("order", AlpacaWriter.order(order(id, after).view()));
    return StreamReplies.update(data);
  }

  private static ExchangeOrder order(String id, ExchangeState after) {
    return after.order(id).orElseThrow();
  }

  /** A deterministic id, so that a client recognises a repeated fill. */
  private static String executionId(ExchangeFill fill, ExchangeState after) {
    String name = after.account().number() + "-" + after.account().epoch() + "-" + fill.number();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}

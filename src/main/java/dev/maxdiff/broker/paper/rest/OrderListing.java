package dev.maxdiff.broker.paper.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.maxdiff.broker.alpaca.server.OrderListQuery;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.paper.engine.ApiError;
import dev.maxdiff.broker.paper.engine.ExchangeOrder;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.broker.paper.engine.OrderWindow;
import dev.maxdiff.broker.paper.rest.PaperRoutes.Call;
import dev.maxdiff.broker.paper.rest.PaperRoutes.Reply;
import dev.maxdiff.broker.paper.view.ExchangeView;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds orders by id, by client order id, and by the filters of {@code GET /v2/orders}. */
final class OrderListing {

  private static final Comparator<ExchangeOrder> BY_SUBMISSION =
      Comparator.comparingLong(ExchangeOrder::number);

  private OrderListing() {}

  static Reply byId(String id, ExchangeView view) {
    return view.state()
        .order(id)
        .map(order -> Reply.ok(AlpacaWriter.order(order.view())))
        .orElseGet(() -> Reply.of(ApiError.notFound("order not found for " + id)));
  }

  static Reply byClientOrderId(Call call, ExchangeView view) {
    String id = call.parameter("client_order_id");
    if (id == null) {
      return Reply.of(ApiError.unprocessable("client_order_id is required"));
    }
    return Optional.ofNullable(view.state().clientOrderIds().get(id))
        .flatMap(view.state()::order)
        .map(order -> Reply.ok(AlpacaWriter.order(order.view())))
        .orElseGet(() -> Reply.of(ApiError.notFound("order not found for " + id)));
  }

  static Reply list(Call call, ExchangeView view) {
    OrderListQuery query = OrderListQuery.of(call.query().toMultiMap());
    ExchangeState state = view.state();
    ArrayNode body = JsonNodeFactory.instance.arrayNode();
    query
        .select(orders(query, state), BY_SUBMISSION, state::order)
        .forEach(order -> body.add(AlpacaWriter.order(order.view())));
    return Reply.ok(body);
  }

  /** The orders of the query's status and window, in its direction. */
  private static Stream<ExchangeOrder> orders(OrderListQuery query, ExchangeState state) {
    OrderWindow window =
        OrderWindow.ALL
            .after(query.after())
            .until(query.until())
            .after(named(query.afterId(), state))
            .before(named(query.beforeId(), state));
    return state.orders(status(query), window, !query.newestFirst());
  }

  /** Null without an id; the query refuses an unknown one. */
  private static ExchangeOrder named(String id, ExchangeState state) {
    return Optional.ofNullable(id).flatMap(state::order).orElse(null);
  }

  private static OrderWindow.Status status(OrderListQuery query) {
    return switch (query.status()) {
      case "open" -> OrderWindow.Status.OPEN;
      case "closed" -> OrderWindow.Status.CLOSED;
      default -> OrderWindow.Status.ALL;
    };
  }
}

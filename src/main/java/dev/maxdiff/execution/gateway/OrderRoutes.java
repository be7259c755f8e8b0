package dev.maxdiff.execution.gateway;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.alpaca.server.OrderRequestReader;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.orders.CallerOrderIds;
import dev.maxdiff.execution.orders.GatewayContext;
import dev.maxdiff.execution.orders.OrderManagers;
import dev.maxdiff.execution.risk.ProposedOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The routes below {@code /v2/orders}: a watcher reads and changes the orders of its slot. */
final class OrderRoutes extends JsonRoutes {

  private final GatewayContext context;
  private final OrderManagers orderManagers;
  private final AccountViews reads;

  OrderRoutes(
      ActorSystem<?> system,
      GatewayContext context,
      OrderManagers orderManagers,
      AccountViews reads) {
    super(system, context.blocking());
    this.context = context;
    this.orderManagers = orderManagers;
    this.reads = reads;
  }

  Route of(WatcherAuthority authority) {
    return concat(
        path(
            "orders",
            () ->
                concat(
                    get(
                        () ->
                            parameterMultiMap(query -> read(() -> reads.orders(authority, query)))),
                    post(() -> withBody(body -> place(authority, body))),
                    delete(() -> cancelAll(authority)))),
        path(
            "orders:by_client_order_id",
            () ->
                get(
                    () ->
                        parameter(
                            "client_order_id",
                            id -> read(() -> reads.orderByClientOrderId(authority, id))))),
        path(
            PathMatchers.segment("orders").slash(PathMatchers.segment()),
            id ->
                concat(
                    get(() -> read(() -> reads.order(authority, id))),
                    patch(() -> withBody(body -> replace(authority, id, body))),
                    delete(() -> submit(authority, new OrderTask.Cancel(authority, id))))));
  }

  private Route place(WatcherAuthority authority, JsonNode body) {
    OrderRequest request = OrderRequestReader.order(body);
    String callerId = CallerOrderIds.checked(request.clientOrderId());
    Symbol symbol = authority.slot().key().symbol();
    if (request.symbol().equals(symbol)) {
      return submit(authority, new OrderTask.Place(ProposedOrder.of(authority, request), callerId));
    }
    OrderRefusal refusal =
        context.tokens().isCurrent(authority)
            ? OrderRefusal.denied(
                "wrong_symbol", "symbol " + request.symbol() + ": this token trades " + symbol)
            : OrderRefusal.stale(authority);
    return complete(GatewayJson.refusal(refusal));
  }

  private Route replace(WatcherAuthority authority, String id, JsonNode body) {
    ReplaceRequest change = OrderRequestReader.replacement(body);
    CallerOrderIds.checked(change.clientOrderId());
    return submit(authority, new OrderTask.Replace(authority, id, change));
  }

  /** Requests the cancel of every open order of the slot; the answer has a status for each. */
  private Route cancelAll(WatcherAuthority authority) {
    if (!context.tokens().isCurrent(authority)) {
      return complete(GatewayJson.refusal(OrderRefusal.stale(authority)));
    }
    return completeWithFuture(
        CompletableFuture.supplyAsync(() -> reads.open(authority), context.blocking())
            .thenCompose(open -> cancelled(authority, open))
            .handle(GatewayJson::cancelled));
  }

  private CompletionStage<Map<String, OrderAnswer>> cancelled(
      WatcherAuthority authority, List<Order> open) {
    Map<String, OrderAnswer> answers = new LinkedHashMap<>();
    CompletionStage<Void> last = CompletableFuture.completedStage(null);
    for (Order order : open) {
      CompletionStage<OrderAnswer> answer =
          ask(authority, new OrderTask.Cancel(authority, order.id()));
      last = last.thenCombine(answer, (done, one) -> put(answers, order.id(), one));
    }
    return last.thenApply(done -> answers);
  }

  private static Void put(Map<String, OrderAnswer> answers, String id, OrderAnswer answer) {
    answers.put(id, answer);
    return null;
  }

  /** Submits a task to the order manager of the symbol. A stale generation is refused at once. */
  private Route submit(WatcherAuthority authority, OrderTask task) {
    if (!context.tokens().isCurrent(authority)) {
      return complete(GatewayJson.refusal(OrderRefusal.stale(authority)));
    }
    // on the completing thread: the default executor would wake another thread
    return completeWithFuture(
        ask(authority, task)
            .thenApplyAsync(
                answer -> GatewayJson.answer(answer, context.callerIds()), Runnable::run));
  }

  private CompletionStage<OrderAnswer> ask(WatcherAuthority authority, OrderTask task) {
    return orderManagers
        .ask(authority.slot().key().symbol(), task, context.settings().orders().requestTimeout())
        .handleAsync((answer, failure) -> failure == null ? answer : noAnswer(), Runnable::run);
  }

  private static OrderRefusal noAnswer() {
    return OrderRefusal.of(
        OrderRefusal.Kind.UNRESOLVED,
        "no_answer",
        "no answer in time: the order may or may not have been sent");
  }
}

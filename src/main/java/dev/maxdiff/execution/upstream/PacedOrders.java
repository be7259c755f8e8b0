package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.AsyncOrders;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.RateBudget.Purpose;
import dev.maxdiff.broker.ReplaceRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Order requests within the request budget: an order or a cancel never waits, a lookup waits until
 * the budget allows it. Thread-safe; no call blocks.
 */
public final class PacedOrders implements AsyncOrders {

  private final AsyncOrders broker;
  private final RequestPacer pace;

  /**
   * @param budget request budget of the broker
   */
  public PacedOrders(AsyncOrders broker, RateBudget budget) {
    this.broker = broker;
    this.pace = new RequestPacer(budget, Duration.ZERO, System::nanoTime);
  }

  @Override
  public CompletionStage<Order> submit(OrderRequest request) {
    return broker.submit(request);
  }

  @Override
  public CompletionStage<Order> replace(String id, ReplaceRequest request) {
    return broker.replace(id, request);
  }

  @Override
  public CompletionStage<Void> cancel(String id) {
    return broker.cancel(id);
  }

  @Override
  public CompletionStage<Optional<Order>> order(String id) {
    return pace.admit(Purpose.LOOKUP).thenCompose(admitted -> broker.order(id));
  }

  @Override
  public CompletionStage<Optional<Order>> orderByClientOrderId(String clientOrderId) {
    return pace.admit(Purpose.LOOKUP)
        .thenCompose(admitted -> broker.orderByClientOrderId(clientOrderId));
  }
}

package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The order requests of a blocking broker, each on a thread of the executor. Only a {@link
 * BrokerException} fails the stage.
 */
public record BlockingOrders(Broker broker, Executor threads) implements AsyncBroker {

  @Override
  public CompletionStage<Order> submit(OrderRequest request) {
    return call(() -> broker.submit(request));
  }

  @Override
  public CompletionStage<Order> replace(String id, ReplaceRequest request) {
    return call(() -> broker.replace(id, request));
  }

  @Override
  public CompletionStage<Void> cancel(String id) {
    return call(
        () -> {
          broker.cancel(id);
          return null;
        });
  }

  @Override
  public CompletionStage<Optional<Order>> order(String id) {
    return call(() -> broker.order(id));
  }

  @Override
  public CompletionStage<Optional<Order>> orderByClientOrderId(String clientOrderId) {
    return call(() -> broker.orderByClientOrderId(clientOrderId));
  }

  private <T> CompletionStage<T> call(Supplier<T> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            answer.complete(request.get());
          } catch (BrokerException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }
}

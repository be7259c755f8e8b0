package dev.maxdiff.broker.alpaca.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.alpaca.rest.OrderCalls.Call;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The order requests of Alpaca's REST, without a blocked thread. Thread-safe. It repeats GET
 * requests only.
 */
public final class AsyncAlpacaBroker implements AsyncBroker {

  private final AsyncHttpTransport trading;
  private final GetRetry retry;

  /**
   * @param trading transport to the server of account and orders
   */
  public AsyncAlpacaBroker(AsyncHttpTransport trading, GetRetry retry) {
    this.trading = requireNonNull(trading, "trading");
    this.retry = requireNonNull(retry, "retry");
  }

  @Override
  public CompletionStage<Order> submit(OrderRequest request) {
    Call call = OrderCalls.submit(request);
    return send(call).thenApply(call::order);
  }

  @Override
  public CompletionStage<Order> replace(String id, ReplaceRequest request) {
    Call call = OrderCalls.replace(id, request);
    return send(call).thenApply(call::order);
  }

  @Override
  public CompletionStage<Void> cancel(String id) {
    return send(OrderCalls.cancel(id))
        .<Void>thenApply(accepted -> null)
        .exceptionallyCompose(
            failure -> {
              BrokerException e = cause(failure);
              return OrderCalls.isCancelPending(e)
                  ? CompletableFuture.completedStage(null)
                  : CompletableFuture.failedStage(e);
            });
  }

  @Override
  public CompletionStage<Optional<Order>> order(String id) {
    return found(OrderCalls.read(id), 1);
  }

  @Override
  public CompletionStage<Optional<Order>> orderByClientOrderId(String clientOrderId) {
    return found(OrderCalls.readByClientOrderId(clientOrderId), 1);
  }

  private CompletionStage<Optional<Order>> found(Call call, int attempt) {
    return send(call)
        .thenApply(answer -> Optional.of(call.order(answer)))
        .exceptionallyCompose(
            failure -> {
              BrokerException e = cause(failure);
              if (e.failure() == Failure.NOT_FOUND) {
                return CompletableFuture.completedStage(Optional.empty());
              }
              return retry.repeats(e, attempt)
                  ? pause(attempt).thenCompose(paused -> found(call, attempt + 1))
                  : CompletableFuture.failedStage(e);
            });
  }

  private CompletionStage<Void> pause(int attempt) {
    double chance = ThreadLocalRandom.current().nextDouble();
    return CompletableFuture.runAsync(
        () -> {},
        CompletableFuture.delayedExecutor(
            retry.pauseAfter(attempt, chance).toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Completes with the JSON of the response; null when the body is empty. */
  private CompletionStage<JsonNode> send(Call call) {
    return trading
        .sendAsync(call.method(), call.path(), call.body())
        .exceptionallyCompose(failure -> CompletableFuture.failedStage(unanswered(call, failure)))
        .thenApply(answer -> AlpacaClient.json(call.method(), call.path(), answer));
  }

  private static BrokerException unanswered(Call call, Throwable failure) {
    Throwable cause = unwrapped(failure);
    return AlpacaClient.unanswered(
        call.method(),
        call.path(),
        cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause));
  }

  private static BrokerException cause(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return cause instanceof BrokerException e
        ? e
        : new BrokerException(Failure.MALFORMED, 0, 0, String.valueOf(cause), cause);
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}

package dev.maxdiff.broker;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The requests about single orders of {@link Broker}, without a blocked thread.
 *
 * <p>A call returns at once. Its stage completes on a thread of the implementation when the broker
 * has answered or a timeout of the implementation has passed, and fails with a {@link
 * BrokerException}; {@link BrokerException#failure()} says whether the broker may have acted.
 * Several threads may call an implementation.
 */
public interface AsyncOrders {

  /** Places a limit order. The implementation sends the request once. */
  CompletionStage<Order> submit(OrderRequest request);

  /** See {@link Broker#replace}. */
  CompletionStage<Order> replace(String id, ReplaceRequest request);

  /** Requests a cancel. The order becomes terminal some time after the stage has completed. */
  CompletionStage<Void> cancel(String id);

  /** The order with the broker's id; empty when the broker does not know the id. */
  CompletionStage<Optional<Order>> order(String id);

  /** See {@link Broker#orderByClientOrderId}. */
  CompletionStage<Optional<Order>> orderByClientOrderId(String clientOrderId);
}

package dev.maxdiff.broker.paper.rest;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.paper.engine.ExchangeEngine;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The port through which the routes change orders and cash; the implementation sends each call to
 * the exchange's actor.
 *
 * <p>A stage completes after the journal has stored the change. It fails with a {@link
 * java.util.concurrent.TimeoutException} when the actor does not answer in time, on the thread of
 * the scheduler.
 */
public interface OrderSubmission {

  CompletionStage<ExchangeEngine.Outcome> submit(OrderRequest request);

  CompletionStage<ExchangeEngine.Outcome> replace(String id, ReplaceRequest request);

  CompletionStage<ExchangeEngine.Outcome> cancel(String id);

  /** Cancels every open order; the answer maps the order's id to its outcome. */
  CompletionStage<Map<String, ExchangeEngine.Outcome>> cancelAll();

  /** Moves money into (positive) or out of the account. */
  CompletionStage<ExchangeEngine.Outcome> transfer(BigDecimal amount);
}

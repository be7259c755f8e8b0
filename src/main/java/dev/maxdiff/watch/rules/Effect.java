package dev.maxdiff.watch.rules;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;

/**
 * An action that a decision requests. The effects of one decision are executed in order, up to the
 * first that fails.
 */
public sealed interface Effect {

  /** Places an order. */
  record Submit(OrderRequest request) implements Effect {}

  /** Replaces an own order at the broker. */
  record Replace(String orderId, Quantity quantity, Price limitPrice) implements Effect {}

  /** Requests the cancel of an own order. */
  record Cancel(String orderId) implements Effect {}

  /** Ends the watcher; later effects are not executed. */
  record End(int exitCode) implements Effect {}
}

package dev.maxdiff.watch;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;

/** What a rule wants done; the effects of one decision are done in order, up to one that fails. */
public sealed interface Effect {

  /** Places an order. */
  record Submit(OrderRequest request) implements Effect {}

  /** Changes an own order in its place at the broker. */
  record Replace(String orderId, Quantity quantity, Price limitPrice) implements Effect {}

  /** Asks for the cancel of an own order. */
  record Cancel(String orderId) implements Effect {}

  /** Ends the watcher; nothing follows. */
  record End(int exitCode) implements Effect {}
}

package dev.maxdiff.broker.paper;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.Quantity;

/** What a replacement is for when only some fields are given. */
final class Replacements {

  private Replacements() {}

  static OrderRequest terms(ExchangeOrder old, ReplaceRequest request) {
    OrderRequest before = old.terms();
    boolean open = old.remaining().signum() > 0;
    Quantity remaining = open ? new Quantity(old.remaining()) : before.quantity();
    return new OrderRequest(
        before.symbol(),
        before.side(),
        request.quantity() != null ? request.quantity() : remaining,
        request.limitPrice() != null ? request.limitPrice() : before.limitPrice(),
        request.timeInForce() != null ? request.timeInForce() : before.timeInForce(),
        request.clientOrderId());
  }
}

package dev.maxdiff.execution.risk;

import dev.maxdiff.execution.model.OrderRefusal;
import java.util.Optional;

/**
 * Denies an order that would trade with the account's own open order of the opposite side. Brokers
 * refuse such a wash trade with 403.
 */
final class WashTradeCheck {

  private WashTradeCheck() {}

  /** Returns the denial; empty when the order crosses no own order, open or in flight. */
  static Optional<OrderRefusal> check(ProposedOrder order, RiskContext riskContext) {
    Optional<OrderRefusal> open =
        riskContext.ledger().open().stream()
            .filter(other -> other.side() != order.side() && other.limitPrice() != null)
            .filter(other -> order.price().meets(order.side(), other.limitPrice()))
            .findFirst()
            .map(other -> denial(order, other.clientOrderId() + " at " + other.limitPrice()));
    return open.or(
        () ->
            riskContext
                .inFlight()
                .crossing(order.side(), order.price())
                .map(
                    sent ->
                        denial(
                            order,
                            sent.clientOrderId()
                                + " at "
                                + sent.price()
                                + ", of which it is not known yet whether it has arrived")));
  }

  private static OrderRefusal denial(ProposedOrder order, String other) {
    return OrderRefusal.denied(
        "wash_trade",
        order.side()
            + " at "
            + order.price()
            + " would meet the account's own "
            + order.side().opposite()
            + " "
            + other);
  }
}

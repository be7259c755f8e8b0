package dev.maxdiff.execution.risk;

import dev.maxdiff.domain.Side;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.OrderRefusal;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Denies an order that would trade with the account's own open order of the opposite side. Brokers
 * refuse such a wash trade with 403.
 */
final class WashTradeCheck {

  private WashTradeCheck() {}

  /** Returns the denial; empty when the order crosses no own order, open or in flight. */
  static Optional<OrderRefusal> check(ProposedOrder order, RiskContext riskContext) {
    return ofOpenOrder(order, riskContext.ledger())
        .or(
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

  /** A denial names the oldest of the orders that would be met; to find it, it looks at all. */
  private static Optional<OrderRefusal> ofOpenOrder(ProposedOrder order, SymbolLedger ledger) {
    Side other = order.side().opposite();
    Predicate<BigDecimal> meets = limit -> order.price().meets(order.side(), limit);
    if (ledger.bestLimit(other).filter(meets).isEmpty()) {
      return Optional.empty();
    }
    return ledger.open().stream()
        .filter(open -> open.side() == other && open.limitPrice() != null)
        .filter(open -> meets.test(open.limitPrice()))
        .findFirst()
        .map(open -> denial(order, open.clientOrderId() + " at " + open.limitPrice()));
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

package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.RiskSettings;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The pre-trade checks of one order (DESIGN 4.6): the first check that fails refuses the order.
 *
 * <p>Pure: the result depends on the arguments alone. {@link EntryChecks} has the checks of entries
 * alone: the quote, the distance from it and the minimum value keep no exit from its order, because
 * a position without an exit is worse than each of them.
 */
public final class PreTradeChecks {

  private final RiskSettings settings;
  private final ProposedOrder order;
  private final RiskContext riskContext;

  private PreTradeChecks(RiskSettings settings, ProposedOrder order, RiskContext riskContext) {
    this.settings = settings;
    this.order = order;
    this.riskContext = riskContext;
  }

  /**
   * Returns the first refusal; empty if the order may be sent.
   *
   * @param order as it is sent, by {@link ProposedOrder#placed}
   */
  public static Optional<OrderRefusal> check(
      RiskSettings settings, ProposedOrder order, RiskContext riskContext) {
    return new PreTradeChecks(settings, order, riskContext).check();
  }

  private Optional<OrderRefusal> check() {
    Stream<Supplier<Optional<OrderRefusal>>> checks =
        Stream.of(
            this::generation,
            this::intents,
            this::readable,
            this::sideAndSymbol,
            this::oneOrderPerSlot,
            this::size,
            () -> WashTradeCheck.check(order, riskContext),
            order.slot().slot() == Slot.ENTRY ? this::entry : this::exit);
    return checks.map(Supplier::get).flatMap(Optional::stream).findFirst();
  }

  private Optional<OrderRefusal> generation() {
    return riskContext.isCurrent()
        ? Optional.empty()
        : Optional.of(OrderRefusal.stale(order.authority()));
  }

  private Optional<OrderRefusal> intents() {
    return riskContext.isUnresolved()
        ? Optional.of(OrderRefusal.behindUnresolved(order.slot()))
        : Optional.empty();
  }

  private Optional<OrderRefusal> readable() {
    return riskContext
        .unreadable()
        .map(words -> OrderRefusal.denied("not_readable", words + "; the key is frozen"));
  }

  private Optional<OrderRefusal> sideAndSymbol() {
    Side expected = order.slot().orderSide();
    return refuseIf(
        order.side() != expected,
        "wrong_side",
        "side " + order.side() + ": orders of " + order.slot() + " are on the side " + expected);
  }

  private Optional<OrderRefusal> oneOrderPerSlot() {
    for (OwnOrder own : riskContext.ledger().openOf(order.slot())) {
      if (!isReplaced(own.order())) {
        boolean leaving = isLeaving(own.order());
        return Optional.of(
            OrderRefusal.denied(
                leaving ? OrderRefusal.AWAITING_RELEASE : "order_open",
                order.slot()
                    + " has the open order "
                    + own.order().id()
                    + " ("
                    + own.order().clientOrderId()
                    + ", "
                    + own.order().status()
                    + ", "
                    + plain(own.order().remaining())
                    + " at "
                    + own.order().limitPrice()
                    + ")"
                    + (leaving ? ": it has not been released yet" : ": replace or cancel it")));
      }
    }
    return Optional.empty();
  }

  private Optional<OrderRefusal> size() {
    if (!riskContext.asset().tradable()) {
      return Optional.of(
          OrderRefusal.denied("not_tradable", riskContext.asset().symbol() + " is not traded"));
    }
    BigDecimal least = riskContext.asset().minimumOrder();
    return refuseIf(
        order.quantity().signum() <= 0 || order.quantity().compareTo(least) < 0,
        "too_small",
        "qty "
            + plain(order.quantity())
            + " at the increment "
            + plain(riskContext.asset().increments().quantity())
            + " (expected: at least "
            + plain(least)
            + ")");
  }

  private Optional<OrderRefusal> entry() {
    return EntryChecks.check(settings, order, riskContext);
  }

  private Optional<OrderRefusal> exit() {
    BigDecimal closable = riskContext.closable(order.authority());
    if (order.quantity().compareTo(closable) > 0) {
      return Optional.of(
          OrderRefusal.denied(
              "beyond_book",
              "qty "
                  + plain(order.quantity())
                  + " (expected: at most "
                  + plain(closable)
                  + " owned)"));
    }
    BigDecimal position = riskContext.ledger().position(order.slot().key().side());
    BigDecimal closing =
        riskContext
            .ledger()
            .openQuantity(order.side(), order.replaced())
            .add(riskContext.inFlight().quantity(order.side(), riskContext.ledger()::isOpen));
    return refuseIf(
        order.quantity().add(closing).compareTo(position) > 0,
        "beyond_position",
        "qty "
            + plain(order.quantity())
            + " and "
            + plain(closing)
            + " in other open closing orders (expected: together at most the position "
            + plain(position)
            + ")");
  }

  private boolean isReplaced(Order open) {
    return order.replaced() != null && order.replaced().id().equals(open.id());
  }

  private static boolean isLeaving(Order open) {
    return open.status() == OrderStatus.PENDING_CANCEL
        || open.status() == OrderStatus.PENDING_REPLACE;
  }

  static Optional<OrderRefusal> refuseIf(boolean refused, String reason, String words) {
    return refused ? Optional.of(OrderRefusal.denied(reason, words)) : Optional.empty();
  }

  static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}

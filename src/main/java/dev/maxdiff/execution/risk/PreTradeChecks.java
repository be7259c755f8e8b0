package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.RiskSettings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The pre-trade checks of one order (DESIGN 4.6): the first check that fails refuses the order.
 *
 * <p>Pure: the result depends on the arguments alone. {@link EntryChecks} has the checks of entries
 * alone.
 */
public final class PreTradeChecks {

  /** Alpaca's minimum value of a crypto order, USD; it applies to closing orders too. */
  private static final BigDecimal LEAST_CRYPTO = BigDecimal.TEN;

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
   * @param order rounded by {@link ProposedOrder#rounded}
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
            this::sideAndSymbol,
            this::oneOrderPerSlot,
            this::size,
            this::quote,
            this::distance,
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
    if (order.slot().key().symbol().isCrypto() && order.notional().compareTo(LEAST_CRYPTO) < 0) {
      String words = "the order is worth " + plain(order.notional()) + " (expected: at least 10)";
      return Optional.of(OrderRefusal.denied("too_small", words));
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

  private Optional<OrderRefusal> quote() {
    if (riskContext.quote().isEmpty()) {
      return Optional.of(OrderRefusal.denied("no_quote", "there is no quote"));
    }
    Quote quote = riskContext.quote().get().quote();
    if (!quote.isUsable()) {
      return Optional.of(
          OrderRefusal.denied(
              "unusable_quote",
              "quote "
                  + quote.bid()
                  + " / "
                  + quote.ask()
                  + " (expected: two-sided, not crossed)"));
    }
    return refuseIf(
        riskContext.quote().get().age().compareTo(settings.quoteMaxAge()) > 0
            && !waitsForTheOpening(),
        "stale_quote",
        "the quote is "
            + riskContext.quote().get().age().toSeconds()
            + " s old (expected: at most "
            + settings.quoteMaxAge().toSeconds()
            + " s)");
  }

  /**
   * Whether the order closes a stock position while the exchange is closed. No newer quote appears
   * before the opening, and an exit refused until then would leave the position uncovered at the
   * opening; so the age of the quote is not checked.
   */
  private boolean waitsForTheOpening() {
    boolean stock = !order.slot().key().symbol().isCrypto();
    return stock
        && order.slot().slot() == Slot.EXIT
        && !riskContext.quote().orElseThrow().stocksTrade();
  }

  private Optional<OrderRefusal> distance() {
    if (order.authority().wish().force()) {
      return Optional.empty();
    }
    Quote quote = riskContext.quote().orElseThrow().quote();
    Price price = order.price();
    BigDecimal market = order.side() == Side.BUY ? quote.ask() : quote.bid();
    if (price.meets(order.side(), market)) {
      return Optional.of(
          OrderRefusal.denied(
              "marketable",
              order.side()
                  + " at "
                  + price
                  + " would fill at once (quote "
                  + quote.bid()
                  + " / "
                  + quote.ask()
                  + "); force allows it"));
    }
    BigDecimal distance =
        price.value().subtract(market).abs().divide(market, MathContext.DECIMAL32);
    return refuseIf(
        distance.compareTo(settings.maxDistance()) > 0,
        "far_off",
        price
            + " is more than "
            + settings.maxDistance().movePointRight(2).stripTrailingZeros().toPlainString()
            + " % from the quote "
            + market
            + "; force allows it");
  }

  private Optional<OrderRefusal> entry() {
    return EntryChecks.check(settings.limits(), order, riskContext);
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

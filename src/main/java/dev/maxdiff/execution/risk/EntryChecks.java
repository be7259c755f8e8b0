package dev.maxdiff.execution.risk;

import dev.maxdiff.domain.MinimumOrderValue;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.RiskLimits;
import dev.maxdiff.execution.model.RiskSettings;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The pre-trade checks that apply to entries alone; a part of {@link PreTradeChecks}. Pure. */
public final class EntryChecks {

  private final RiskSettings settings;
  private final ProposedOrder order;
  private final RiskContext riskContext;

  private EntryChecks(RiskSettings settings, ProposedOrder order, RiskContext riskContext) {
    this.settings = settings;
    this.order = order;
    this.riskContext = riskContext;
  }

  /** Returns the first refusal; empty if the entry may be sent. */
  static Optional<OrderRefusal> check(
      RiskSettings settings, ProposedOrder order, RiskContext riskContext) {
    return new EntryChecks(settings, order, riskContext).check();
  }

  private Optional<OrderRefusal> check() {
    return Stream.<Supplier<Optional<OrderRefusal>>>of(
            this::value,
            () -> QuoteCheck.check(settings, order, riskContext.quote()),
            this::notPaused,
            this::notFrozen,
            this::notOpposite,
            this::withinTarget,
            this::withinCash,
            () -> limits(settings.limits(), order, riskContext.entryLimits().exposure()))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<OrderRefusal> value() {
    Symbol symbol = order.slot().key().symbol();
    return PreTradeChecks.refuseIf(
        symbol.isCrypto() && order.notional().compareTo(MinimumOrderValue.of(symbol)) < 0,
        "too_small",
        "the order is worth "
            + PreTradeChecks.plain(order.notional())
            + " (expected: at least 10)");
  }

  private Optional<OrderRefusal> notPaused() {
    return riskContext
        .entryLimits()
        .pause()
        .map(pause -> OrderRefusal.denied("paused", pause.words()));
  }

  private Optional<OrderRefusal> notFrozen() {
    return riskContext.isFrozen() ? Optional.of(frozen(riskContext.ledger())) : Optional.empty();
  }

  private static OrderRefusal frozen(SymbolLedger ledger) {
    return OrderRefusal.denied(
        "frozen",
        "entries of "
            + ledger.symbol()
            + " are frozen: its keys own "
            + PreTradeChecks.plain(ledger.ownedNet())
            + ", the broker holds "
            + PreTradeChecks.plain(ledger.position()));
  }

  /**
   * Refuses an entry while the account has a position or an entry order on the other side. An exit
   * order there does not count: it belongs to a position of this side.
   */
  private Optional<OrderRefusal> notOpposite() {
    Side side = order.side();
    boolean position = riskContext.ledger().position(side.opposite()).signum() > 0;
    boolean entry =
        riskContext.inFlight().hasEntry(side.opposite())
            || riskContext.ledger().hasEntry(side.opposite());
    return PreTradeChecks.refuseIf(
        position || entry,
        "blocked_opposite_side",
        "an entry on the side "
            + side
            + " waits while the account has "
            + (position ? "a position" : "an entry order")
            + " on the other side");
  }

  /**
   * Refuses an entry beyond the target of its wish. A quantity below the minimum value may be
   * raised to it, and no further.
   */
  private Optional<OrderRefusal> withinTarget() {
    BigDecimal target = order.authority().wish().quantity().orElseThrow().value();
    BigDecimal held = riskContext.ledger().owned(order.slot().key());
    BigDecimal owned = held.max(riskContext.entryLimits().bought());
    BigDecimal missing = target.subtract(owned);
    BigDecimal permitted = missing.signum() > 0 ? missing.max(leastQuantity()) : missing;
    return PreTradeChecks.refuseIf(
        order.quantity().compareTo(permitted) > 0,
        "above_target",
        "qty "
            + PreTradeChecks.plain(order.quantity())
            + " (expected: at most "
            + PreTradeChecks.plain(missing.max(BigDecimal.ZERO))
            + ", target "
            + PreTradeChecks.plain(target)
            + " less "
            + PreTradeChecks.plain(owned)
            + (owned.compareTo(held) > 0 ? " bought by the plan's row)" : " owned)"));
  }

  private BigDecimal leastQuantity() {
    return MinimumOrderValue.quantity(
        order.slot().key().symbol(), order.price().value(), riskContext.asset().increments());
  }

  private Optional<OrderRefusal> withinCash() {
    return PreTradeChecks.refuseIf(
        order.notional().compareTo(riskContext.entryLimits().allowance()) > 0,
        "no_cash",
        "the order needs "
            + PreTradeChecks.plain(order.notional())
            + ", "
            + PreTradeChecks.plain(riskContext.entryLimits().allowance())
            + " of the account's cash is free for "
            + order.slot());
  }

  /**
   * Checks the order against the limits of order, symbol and account.
   *
   * @param exposure value at risk without this order
   */
  public static Optional<OrderRefusal> limits(
      RiskLimits limits, ProposedOrder entry, Exposure exposure) {
    BigDecimal value = entry.notional();
    BigDecimal ofSymbol = exposure.symbol().add(value);
    BigDecimal ofAll = exposure.open().add(value);
    String symbol = "position and entries of " + entry.slot().key().symbol();
    return Stream.of(
            above("order-notional", "the order", value, limits.order()),
            above("symbol-notional", symbol, ofSymbol, limits.symbol()),
            above("open-notional", "all positions and entries", ofAll, limits.open()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<OrderRefusal> above(
      String setting, String subject, BigDecimal value, BigDecimal limit) {
    return PreTradeChecks.refuseIf(
        limit != null && value.compareTo(limit) > 0,
        "brake_" + setting.replace('-', '_'),
        subject
            + " would be worth "
            + PreTradeChecks.plain(value)
            + " (expected: at most "
            + setting
            + " "
            + (limit == null ? "none" : PreTradeChecks.plain(limit))
            + ")");
  }
}

package dev.maxdiff.execution;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The pre-trade checks that apply to entries alone; a part of {@link Fences}. Pure. */
final class EntryChecks {

  private final Brakes limits;
  private final Proposal order;
  private final Scene scene;

  private EntryChecks(Brakes limits, Proposal order, Scene scene) {
    this.limits = limits;
    this.order = order;
    this.scene = scene;
  }

  /** Returns the first refusal; empty if the entry may be sent. */
  static Optional<OrderRefusal> check(Brakes limits, Proposal order, Scene scene) {
    return new EntryChecks(limits, order, scene).check();
  }

  private Optional<OrderRefusal> check() {
    return Stream.<Supplier<Optional<OrderRefusal>>>of(
            this::notPaused,
            this::notFrozen,
            this::notOpposite,
            this::withinTarget,
            this::withinCash,
            () -> limits(limits, order, scene.room().exposure()))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<OrderRefusal> notPaused() {
    return scene.room().pause().map(pause -> OrderRefusal.denied("paused", pause.words()));
  }

  private Optional<OrderRefusal> notFrozen() {
    return Fences.refuseIf(
        scene.isFrozen(),
        "frozen",
        "entries of "
            + scene.book().symbol()
            + " are frozen: its keys own "
            + Fences.plain(scene.book().ownedNet())
            + ", the broker holds "
            + Fences.plain(scene.book().position()));
  }

  /**
   * Refuses an entry while the account has a position or an entry order on the other side. An exit
   * order there does not count: it belongs to a position of this side.
   */
  private Optional<OrderRefusal> notOpposite() {
    Side side = order.side();
    boolean position = scene.book().position(side.opposite()).signum() > 0;
    boolean entry =
        scene.underway().hasEntry(side.opposite())
            || scene.book().own().stream()
                .anyMatch(own -> own.slot().slot() == Slot.ENTRY && own.order().side() != side);
    return Fences.refuseIf(
        position || entry,
        "blocked_opposite_side",
        "an entry on the side "
            + side
            + " waits while the account has "
            + (position ? "a position" : "an entry order")
            + " on the other side");
  }

  private Optional<OrderRefusal> withinTarget() {
    BigDecimal target = order.authority().wish().quantity().orElseThrow().value();
    BigDecimal owned = scene.book().owned(order.slot().key());
    BigDecimal missing = target.subtract(owned);
    return Fences.refuseIf(
        order.quantity().compareTo(missing) > 0,
        "above_target",
        "qty "
            + Fences.plain(order.quantity())
            + " (expected: at most "
            + Fences.plain(missing.max(BigDecimal.ZERO))
            + ", target "
            + Fences.plain(target)
            + " less "
            + Fences.plain(owned)
            + " owned)");
  }

  private Optional<OrderRefusal> withinCash() {
    return Fences.refuseIf(
        order.notional().compareTo(scene.room().allowance()) > 0,
        "no_cash",
        "the order needs "
            + Fences.plain(order.notional())
            + ", "
            + Fences.plain(scene.room().allowance())
            + " of the account's cash is free for "
            + order.slot());
  }

  /**
   * Checks the order against the limits of order, symbol and account.
   *
   * @param exposure value at risk without this order
   */
  static Optional<OrderRefusal> limits(Brakes limits, Proposal entry, Exposure exposure) {
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
    return Fences.refuseIf(
        limit != null && value.compareTo(limit) > 0,
        "brake_" + setting.replace('-', '_'),
        subject
            + " would be worth "
            + Fences.plain(value)
            + " (expected: at most "
            + setting
            + " "
            + (limit == null ? "none" : Fences.plain(limit))
            + ")");
  }
}

package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.execution.Answer.Refused;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What stands between an order and the broker (DESIGN 4.6). Pure: the same order before the same
 * scene is always judged alike.
 */
final class Fences {

  /** Alpaca's least value of a crypto order, USD; also when it closes. */
  private static final BigDecimal LEAST_CRYPTO = BigDecimal.TEN;

  private final ExecutionSettings settings;
  private final Proposal order;
  private final Scene scene;

  private Fences(ExecutionSettings settings, Proposal order, Scene scene) {
    this.settings = settings;
    this.order = order;
    this.scene = scene;
  }

  /** Empty when the order may leave; {@code order} must be {@link Proposal#rounded}. */
  static Optional<Refused> check(ExecutionSettings settings, Proposal order, Scene scene) {
    return new Fences(settings, order, scene).check();
  }

  private Optional<Refused> check() {
    Stream<Supplier<Optional<Refused>>> fences =
        Stream.of(
            this::generation,
            this::intents,
            this::sideAndSymbol,
            this::oneOrderPerSlot,
            this::size,
            this::quote,
            this::distance,
            this::washTrade,
            order.slot().slot() == Slot.ENTRY ? this::entry : this::exit);
    return fences.map(Supplier::get).flatMap(Optional::stream).findFirst();
  }

  private Optional<Refused> generation() {
    return scene.isCurrent() ? Optional.empty() : Optional.of(Refused.stale(order.grant()));
  }

  private Optional<Refused> intents() {
    return scene.isUnresolved()
        ? Optional.of(Refused.behindUnresolved(order.slot()))
        : Optional.empty();
  }

  private Optional<Refused> sideAndSymbol() {
    Side expected = order.slot().orderSide();
    return refuseIf(
        order.side() != expected,
        "wrong_side",
        "side " + order.side() + ": orders of " + order.slot() + " are on the side " + expected);
  }

  private Optional<Refused> oneOrderPerSlot() {
    for (OwnOrder own : scene.book().own()) {
      if (own.slot().equals(order.slot()) && !isReplaced(own.order())) {
        boolean leaving = isLeaving(own.order());
        return Optional.of(
            Refused.denied(
                leaving ? Refused.AWAITING_RELEASE : "order_open",
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

  private Optional<Refused> size() {
    if (!scene.asset().tradable()) {
      return Optional.of(Refused.denied("not_tradable", scene.asset().symbol() + " is not traded"));
    }
    if (order.slot().key().symbol().isCrypto() && order.notional().compareTo(LEAST_CRYPTO) < 0) {
      String words = "the order is worth " + plain(order.notional()) + " (expected: at least 10)";
      return Optional.of(Refused.denied("too_small", words));
    }
    BigDecimal least = scene.asset().minimumOrder();
    return refuseIf(
        order.quantity().signum() <= 0 || order.quantity().compareTo(least) < 0,
        "too_small",
        "qty "
            + plain(order.quantity())
            + " at the increment "
            + plain(scene.asset().increments().quantity())
            + " (expected: at least "
            + plain(least)
            + ")");
  }

  private Optional<Refused> quote() {
    if (scene.quote().isEmpty()) {
      return Optional.of(Refused.denied("no_quote", "there is no quote"));
    }
    Quote quote = scene.quote().get().quote();
    if (!quote.isUsable()) {
      return Optional.of(
          Refused.denied(
              "unusable_quote",
              "quote "
                  + quote.bid()
                  + " / "
                  + quote.ask()
                  + " (expected: two-sided, not crossed)"));
    }
    return refuseIf(
        scene.quote().get().age().compareTo(settings.quoteMaxAge()) > 0 && !waitsForTheOpening(),
        "stale_quote",
        "the quote is "
            + scene.quote().get().age().toSeconds()
            + " s old (expected: at most "
            + settings.quoteMaxAge().toSeconds()
            + " s)");
  }

  /**
   * An exit in a stock while its exchange is closed: the last quote stays the last one until it
   * opens, and an exit that waited for a younger one would leave the opening uncovered.
   */
  private boolean waitsForTheOpening() {
    boolean stock = !order.slot().key().symbol().isCrypto();
    return stock && order.slot().slot() == Slot.EXIT && !scene.quote().orElseThrow().stocksTrade();
  }

  private Optional<Refused> distance() {
    if (order.grant().wish().force()) {
      return Optional.empty();
    }
    Quote quote = scene.quote().orElseThrow().quote();
    Price price = order.price();
    BigDecimal market = order.side() == Side.BUY ? quote.ask() : quote.bid();
    if (price.meets(order.side(), market)) {
      return Optional.of(
          Refused.denied(
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

  private Optional<Refused> washTrade() {
    Optional<Refused> open =
        scene.book().open().stream()
            .filter(other -> other.side() != order.side() && other.limitPrice() != null)
            .filter(other -> order.price().meets(order.side(), other.limitPrice()))
            .findFirst()
            .map(other -> washTrade(other.clientOrderId() + " at " + other.limitPrice()));
    return open.or(
        () ->
            scene
                .underway()
                .crossing(order.side(), order.price())
                .map(
                    sent ->
                        washTrade(
                            sent.clientOrderId()
                                + " at "
                                + sent.price()
                                + ", of which it is not known yet whether it has arrived")));
  }

  private Refused washTrade(String other) {
    return Refused.denied(
        "wash_trade",
        order.side()
            + " at "
            + order.price()
            + " would meet the account's own "
            + order.side().opposite()
            + " "
            + other);
  }

  private Optional<Refused> entry() {
    return Stream.<Supplier<Optional<Refused>>>of(
            this::notPaused,
            this::notFrozen,
            this::notOpposite,
            this::withinTarget,
            this::withinCash,
            () -> settings.brakes().check(order, scene.room().exposure()))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Refused> notPaused() {
    return scene.room().pause().map(pause -> Refused.denied("paused", pause.words()));
  }

  private Optional<Refused> notFrozen() {
    return refuseIf(
        scene.isFrozen(),
        "frozen",
        "entries of "
            + scene.book().symbol()
            + " are frozen: its keys own "
            + plain(scene.book().ownedNet())
            + ", the broker holds "
            + plain(scene.book().position()));
  }

  /** An exit of another key on the other side closes; only an entry there would be opposed. */
  private Optional<Refused> notOpposite() {
    Side side = order.side();
    boolean position = scene.book().position(side.opposite()).signum() > 0;
    boolean entry =
        scene.underway().hasEntry(side.opposite())
            || scene.book().own().stream()
                .anyMatch(own -> own.slot().slot() == Slot.ENTRY && own.order().side() != side);
    return refuseIf(
        position || entry,
        "blocked_opposite_side",
        "an entry on the side "
            + side
            + " waits while the account has "
            + (position ? "a position" : "an entry order")
            + " on the other side");
  }

  private Optional<Refused> withinTarget() {
    BigDecimal target = order.grant().wish().quantity().orElseThrow().value();
    BigDecimal owned = scene.book().owned(order.slot().key());
    BigDecimal missing = target.subtract(owned);
    return refuseIf(
        order.quantity().compareTo(missing) > 0,
        "above_target",
        "qty "
            + plain(order.quantity())
            + " (expected: at most "
            + plain(missing.max(BigDecimal.ZERO))
            + ", target "
            + plain(target)
            + " less "
            + plain(owned)
            + " owned)");
  }

  private Optional<Refused> withinCash() {
    return refuseIf(
        order.notional().compareTo(scene.room().allowance()) > 0,
        "no_cash",
        "the order needs "
            + plain(order.notional())
            + ", "
            + plain(scene.room().allowance())
            + " of the account's cash is free for "
            + order.slot());
  }

  private Optional<Refused> exit() {
    BigDecimal closable = scene.closable(order.grant());
    if (order.quantity().compareTo(closable) > 0) {
      return Optional.of(
          Refused.denied(
              "beyond_book",
              "qty "
                  + plain(order.quantity())
                  + " (expected: at most "
                  + plain(closable)
                  + " owned)"));
    }
    BigDecimal position = scene.book().position(order.slot().key().side());
    BigDecimal closing =
        Closing.openQuantity(scene.book(), order.side(), order.replaced())
            .add(scene.underway().quantity(order.side(), scene.book().open()));
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

  private static Optional<Refused> refuseIf(boolean refused, String reason, String words) {
    return refused ? Optional.of(Refused.denied(reason, words)) : Optional.empty();
  }

  private static String plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.toPlainString();
  }
}

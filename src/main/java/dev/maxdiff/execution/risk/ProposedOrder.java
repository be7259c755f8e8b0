package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.AssetClass;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.MinimumOrderValue;
import dev.maxdiff.domain.PlacementPrice;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.TopOfBook;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.model.ObservedQuote;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.WatcherAuthority;
import java.math.BigDecimal;

/**
 * An order that a watcher has requested.
 *
 * @param quantity may be zero or negative; the pre-trade checks refuse such an order
 * @param replaced the open order of the slot that it replaces; null = none
 */
public record ProposedOrder(
    WatcherAuthority authority,
    Side side,
    BigDecimal quantity,
    Price price,
    TimeInForce timeInForce,
    Order replaced) {

  /** Returns the new order that the request describes; it replaces no order. */
  public static ProposedOrder of(WatcherAuthority authority, OrderRequest request) {
    return new ProposedOrder(
        authority,
        request.side(),
        request.quantity().value(),
        request.limitPrice(),
        request.timeInForce(),
        null);
  }

  public SlotId slot() {
    return authority.slot();
  }

  /**
   * Returns the order as it is sent: at the asset's increments, and at the price of {@link
   * PlacementPrice}. A price worse than the wish's becomes the wish's. A price of an entry that the
   * market has not reached, or that is forced, is only rounded. An exit that would meet an own
   * order of the opposite side is sent one increment away from it: refused as a wash trade, it
   * would leave its position without an exit for as long as that order rests.
   */
  public ProposedOrder placed(RiskContext context) {
    Increments increments = context.asset().increments();
    Price sent = price(context, increments);
    BigDecimal whole = sized(sent, increments);
    boolean fraction = whole.stripTrailingZeros().scale() > 0;
    boolean equity = slot().key().symbol().assetClass() == AssetClass.EQUITY;
    TimeInForce allowed =
        fraction && equity && timeInForce == TimeInForce.GTC ? TimeInForce.DAY : timeInForce;
    return new ProposedOrder(authority, side, whole, sent, allowed, replaced);
  }

  /**
   * Returns the quantity at the increment. An entry that has the minimum value at the limit of its
   * wish is raised to the minimum value at the price that is sent: watchers raise it at the limit.
   */
  private BigDecimal sized(Price sent, Increments increments) {
    BigDecimal whole = increments.round(quantity);
    BigDecimal least = MinimumOrderValue.of(slot().key().symbol());
    boolean falls =
        whole.multiply(authority.wish().price().value()).compareTo(least) >= 0
            && whole.multiply(sent.value()).compareTo(least) < 0;
    return slot().slot() == Slot.ENTRY && falls
        ? MinimumOrderValue.quantity(slot().key().symbol(), sent.value(), increments)
        : whole;
  }

  private Price price(RiskContext context, Increments increments) {
    Wish wish = authority.wish();
    boolean isWorse = PlacementPrice.of(wish, increments).isWorse(price.value());
    Price noWorse = isWorse && side == slot().orderSide() ? wish.price() : price;
    PlacementPrice rule = new PlacementPrice(slot().slot(), side, noWorse, increments);
    TopOfBook book = context.quote().map(ObservedQuote::quote).orElse(null);
    if (slot().slot() == Slot.ENTRY) {
      return rule.isPassed(book) && !wish.force() ? rule.at(book) : rule.own();
    }
    Price placed = rule.at(book);
    return context
        .bestOwnLimit(side.opposite())
        .filter(limit -> placed.meets(side, limit))
        .flatMap(limit -> increments.besides(side, limit))
        .orElse(placed);
  }

  /**
   * Returns whether the order, as it is sent, has price and quantity of the open order that it
   * replaces, although the sender requested another price.
   *
   * @param requested the order before {@link #placed}
   */
  public boolean isInPlace(ProposedOrder requested) {
    return replaced != null
        && replaced.limitPrice() != null
        && price.value().compareTo(replaced.limitPrice()) == 0
        && requested.price().compareTo(price) != 0
        && quantity.compareTo(replaced.remaining()) == 0;
  }

  public ProposedOrder withQuantity(BigDecimal other) {
    return new ProposedOrder(authority, side, other, price, timeInForce, replaced);
  }

  /** Returns the order without the replaced order, for use after the end of that order. */
  public ProposedOrder alone() {
    return new ProposedOrder(authority, side, quantity, price, timeInForce, null);
  }

  /**
   * Returns the intent of the order; the journal assigns its number and client order id.
   *
   * @throws dev.maxdiff.domain.InvalidValueException if the quantity is zero or negative
   */
  public OrderIntent draft() {
    return new OrderIntent(
        slot(),
        authority.generation(),
        0,
        null,
        new Quantity(quantity),
        price,
        timeInForce,
        replaced == null ? null : replaced.id(),
        null);
  }

  public BigDecimal notional() {
    return price.value().multiply(quantity);
  }
}

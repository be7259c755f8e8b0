package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.AssetClass;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.SlotId;
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
   * Returns the order as it is sent: at the asset's increments, the price rounded to the passive
   * side.
   */
  public ProposedOrder rounded(Asset asset) {
    BigDecimal whole = asset.increments().round(quantity);
    boolean fraction = whole.stripTrailingZeros().scale() > 0;
    boolean equity = slot().key().symbol().assetClass() == AssetClass.EQUITY;
    TimeInForce allowed =
        fraction && equity && timeInForce == TimeInForce.GTC ? TimeInForce.DAY : timeInForce;
    return new ProposedOrder(
        authority, side, whole, asset.increments().passive(side, price), allowed, replaced);
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

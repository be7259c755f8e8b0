package dev.maxdiff.execution;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.AssetClass;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;

/**
 * An order that a watcher wants to have.
 *
 * @param quantity may still be zero or negative: the fences refuse that
 * @param replaced the open order of the slot in whose place it comes; null = none
 */
record Proposal(
    Grant grant,
    Side side,
    BigDecimal quantity,
    Price price,
    TimeInForce timeInForce,
    Order replaced) {

  SlotId slot() {
    return grant.slot();
  }

  /** The order as it would be sent: at the asset's increments, the price to the passive side. */
  Proposal rounded(Asset asset) {
    BigDecimal whole = asset.increments().round(quantity);
    boolean fraction = whole.stripTrailingZeros().scale() > 0;
    boolean equity = slot().key().symbol().assetClass() == AssetClass.EQUITY;
    TimeInForce allowed =
        fraction && equity && timeInForce == TimeInForce.GTC ? TimeInForce.DAY : timeInForce;
    return new Proposal(
        grant, side, whole, asset.increments().passive(side, price), allowed, replaced);
  }

  Proposal withQuantity(BigDecimal other) {
    return new Proposal(grant, side, other, price, timeInForce, replaced);
  }

  /** The same order on its own, once what it was to replace is gone. */
  Proposal alone() {
    return new Proposal(grant, side, quantity, price, timeInForce, null);
  }

  BigDecimal notional() {
    return price.value().multiply(quantity);
  }
}

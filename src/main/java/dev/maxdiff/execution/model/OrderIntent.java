package dev.maxdiff.execution.model;

import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;

/**
 * An order before it is sent; it is durable before it is sent (promise P10).
 *
 * @param n number in the slot; 0 until the journal assigns it
 * @param clientOrderId null until {@code n} is assigned
 * @param replaces broker id of the order that it replaces in place; null = none
 */
public record OrderIntent(
    SlotId slot,
    long generation,
    long n,
    String clientOrderId,
    Quantity quantity,
    Price price,
    TimeInForce timeInForce,
    String replaces)
    implements JsonSerializable {

  public BigDecimal notional() {
    return price.value().multiply(quantity.value());
  }

  public OrderIntent numbered(long number, String name) {
    return new OrderIntent(slot, generation, number, name, quantity, price, timeInForce, replaces);
  }
}

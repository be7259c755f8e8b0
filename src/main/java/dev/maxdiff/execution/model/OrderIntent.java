package dev.maxdiff.execution.model;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param callerId the id that the watcher has given the order; null = none, and in intents of
 *     earlier versions
 */
public record OrderIntent(
    SlotId slot,
    long generation,
    long n,
    String clientOrderId,
    Quantity quantity,
    Price price,
    TimeInForce timeInForce,
    String replaces,
    @JsonInclude(JsonInclude.Include.NON_NULL) String callerId)
    implements JsonSerializable {

  public BigDecimal notional() {
    return price.value().multiply(quantity.value());
  }

  public OrderIntent numbered(long number, String name) {
    return new OrderIntent(
        slot, generation, number, name, quantity, price, timeInForce, replaces, callerId);
  }

  public OrderIntent calledBy(String id) {
    return new OrderIntent(
        slot, generation, n, clientOrderId, quantity, price, timeInForce, replaces, id);
  }
}

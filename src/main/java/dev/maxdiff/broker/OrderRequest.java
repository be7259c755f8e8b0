package dev.maxdiff.broker;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;

/**
 * A limit order to place.
 *
 * @param clientOrderId at most 48 characters, never used before on the account; null = the broker
 *     assigns an id (for a watcher the gateway does)
 */
public record OrderRequest(
    Symbol symbol,
    Side side,
    Quantity quantity,
    Price limitPrice,
    TimeInForce timeInForce,
    String clientOrderId) {

  public OrderRequest {
    requireNonNull(symbol, "symbol");
    requireNonNull(side, "side");
    requireNonNull(quantity, "qty");
    requireNonNull(limitPrice, "limit_price");
    requireNonNull(timeInForce, "time_in_force");
  }
}

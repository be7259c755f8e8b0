package dev.maxdiff.broker;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * An order as the broker reports it.
 *
 * @param id the broker's id
 * @param clientOrderId our id, or the id that another program chose
 * @param quantity base units ordered; zero for a notional order
 * @param filledQuantity base units filled so far
 * @param filledAveragePrice quote currency; null before the first fill
 * @param limitPrice quote currency; null = no limit order
 * @param submittedAt time at which the broker accepted the order
 * @param updatedAt time of the last change
 * @param replaces id of the order that this order replaced; null = none
 * @param replacedBy id of the order that replaced this order; null = none
 */
public record Order(
    String id,
    String clientOrderId,
    Symbol symbol,
    Side side,
    String type,
    TimeInForce timeInForce,
    BigDecimal quantity,
    BigDecimal filledQuantity,
    BigDecimal filledAveragePrice,
    BigDecimal limitPrice,
    OrderStatus status,
    Instant createdAt,
    Instant submittedAt,
    Instant updatedAt,
    Instant filledAt,
    Instant canceledAt,
    Instant expiredAt,
    String replaces,
    String replacedBy)
    implements ListedOrder {

  /** Quantity that can still fill, in base units; zero when the order is terminal. */
  public BigDecimal remaining() {
    return status.isTerminal() ? BigDecimal.ZERO : quantity.subtract(filledQuantity);
  }

  @Override
  public boolean isOpen() {
    return !status.isTerminal();
  }
}

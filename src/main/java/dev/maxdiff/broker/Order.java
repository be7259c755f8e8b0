package dev.maxdiff.broker;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * An order as the broker shows it.
 *
 * @param id the broker's id
 * @param clientOrderId ours, or whatever another program chose
 * @param quantity base units ordered; zero for a notional order
 * @param filledQuantity base units filled so far
 * @param filledAveragePrice null while nothing is filled
 * @param limitPrice null unless a limit order
 * @param replaces id of the order that this one replaced; null = none
 * @param replacedBy id of the order that replaced this one; null = none
 * @param submittedAt when the broker took it
 * @param updatedAt last change
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
    String replacedBy) {

  /** What can still fill; zero once the order is terminal. */
  public BigDecimal remaining() {
    return status.isTerminal() ? BigDecimal.ZERO : quantity.subtract(filledQuantity);
  }

  public boolean isOpen() {
    return !status.isTerminal();
  }
}

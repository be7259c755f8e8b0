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
 * @param terms the terms of an order that this program does not place
 * @param expiresAt time at which the broker ends the order if it is open then; null = unknown
 * @param assetId the broker's id of the asset, which a renamed symbol keeps; null = unknown
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
    String replacedBy,
    OrderTerms terms,
    Instant expiresAt,
    String assetId)
    implements ListedOrder {

  /** A simple order. */
  public Order(
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
    this(
        id,
        clientOrderId,
        symbol,
        side,
        type,
        timeInForce,
        quantity,
        filledQuantity,
        filledAveragePrice,
        limitPrice,
        status,
        createdAt,
        submittedAt,
        updatedAt,
        filledAt,
        canceledAt,
        expiredAt,
        replaces,
        replacedBy,
        OrderTerms.NONE,
        null,
        null);
  }

  /** Returns the order with the time at which the broker ends it. */
  public Order endingAt(Instant at) {
    return new Order(
        id,
        clientOrderId,
        symbol,
        side,
        type,
        timeInForce,
        quantity,
        filledQuantity,
        filledAveragePrice,
        limitPrice,
        status,
        createdAt,
        submittedAt,
        updatedAt,
        filledAt,
        canceledAt,
        expiredAt,
        replaces,
        replacedBy,
        terms,
        at,
        assetId);
  }

  /** Returns the order with the broker's id of its asset. */
  public Order ofAsset(String asset) {
    return new Order(
        id,
        clientOrderId,
        symbol,
        side,
        type,
        timeInForce,
        quantity,
        filledQuantity,
        filledAveragePrice,
        limitPrice,
        status,
        createdAt,
        submittedAt,
        updatedAt,
        filledAt,
        canceledAt,
        expiredAt,
        replaces,
        replacedBy,
        terms,
        expiresAt,
        asset);
  }

  /**
   * Quantity that can still fill, in base units; zero when the order is terminal or is an order by
   * value.
   */
  public BigDecimal remaining() {
    return status.isTerminal()
        ? BigDecimal.ZERO
        : quantity.subtract(filledQuantity).max(BigDecimal.ZERO);
  }

  /**
   * Value that can still trade at the known price, quote currency; zero when the order is terminal
   * or has no price.
   */
  public BigDecimal openValue() {
    if (terms.notional() != null && quantity.signum() == 0) {
      return isOpen() ? terms.notional() : BigDecimal.ZERO;
    }
    BigDecimal price = limitPrice == null ? terms.stopPrice() : limitPrice;
    return price == null ? BigDecimal.ZERO : remaining().multiply(price);
  }

  @Override
  public boolean isOpen() {
    return !status.isTerminal();
  }
}

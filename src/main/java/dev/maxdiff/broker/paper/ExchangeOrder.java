package dev.maxdiff.broker.paper;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * An order in the exchange's books.
 *
 * @param number counts the orders of the account from 1: time priority
 * @param terms what was asked for; the client order id is never null here
 * @param filledValue price times quantity, over all fills
 * @param due when a pending cancel or replace takes effect; null = none pending
 * @param expiresAt when a day order ends; null = never
 * @param replaces id of the order that this one replaces; null = none
 * @param replacedFilled what that order had filled when the replacement was asked for; null = none
 */
record ExchangeOrder(
    String id,
    long number,
    OrderRequest terms,
    OrderStatus status,
    BigDecimal filled,
    BigDecimal filledValue,
    Instant submittedAt,
    Instant updatedAt,
    Instant filledAt,
    Instant endedAt,
    Instant due,
    Instant expiresAt,
    String replaces,
    String replacedBy,
    BigDecimal replacedFilled) {

  Symbol symbol() {
    return terms.symbol();
  }

  Side side() {
    return terms.side();
  }

  String clientOrderId() {
    return terms.clientOrderId();
  }

  BigDecimal limit() {
    return terms.limitPrice().value();
  }

  BigDecimal quantity() {
    return terms.quantity().value();
  }

  BigDecimal remaining() {
    return status.isTerminal() ? BigDecimal.ZERO : quantity().subtract(filled);
  }

  /**
   * In the market: what is merely accepted waits for the session, and a replacement for its turn.
   */
  boolean matches() {
    return !status.isTerminal()
        && status != OrderStatus.ACCEPTED
        && status != OrderStatus.PENDING_NEW;
  }

  /** What a status without pending cancel or replace would be. */
  OrderStatus working() {
    return filled.signum() > 0 ? OrderStatus.PARTIALLY_FILLED : OrderStatus.NEW;
  }

  ExchangeOrder with(OrderStatus next, Instant at, Instant nextDue) {
    return new ExchangeOrder(
        id,
        number,
        terms,
        next,
        filled,
        filledValue,
        submittedAt,
        at,
        filledAt,
        next.isTerminal() && next != OrderStatus.FILLED ? at : endedAt,
        nextDue,
        expiresAt,
        replaces,
        replacedBy,
        replacedFilled);
  }

  ExchangeOrder withTerms(OrderRequest next) {
    return new ExchangeOrder(
        id,
        number,
        next,
        status,
        filled,
        filledValue,
        submittedAt,
        updatedAt,
        filledAt,
        endedAt,
        due,
        expiresAt,
        replaces,
        replacedBy,
        replacedFilled);
  }

  ExchangeOrder replacedBy(String newId) {
    return new ExchangeOrder(
        id,
        number,
        terms,
        status,
        filled,
        filledValue,
        submittedAt,
        updatedAt,
        filledAt,
        endedAt,
        due,
        expiresAt,
        replaces,
        newId,
        replacedFilled);
  }

  ExchangeOrder filled(Fill fill) {
    BigDecimal total = filled.add(fill.quantity());
    boolean complete = total.compareTo(quantity()) >= 0;
    boolean pending = status == OrderStatus.PENDING_CANCEL || status == OrderStatus.PENDING_REPLACE;
    OrderStatus next =
        complete ? OrderStatus.FILLED : pending ? status : OrderStatus.PARTIALLY_FILLED;
    return new ExchangeOrder(
        id,
        number,
        terms,
        next,
        total,
        filledValue.add(fill.price().multiply(fill.quantity())),
        submittedAt,
        fill.at(),
        fill.at(),
        endedAt,
        complete ? null : due,
        expiresAt,
        replaces,
        replacedBy,
        replacedFilled);
  }

  /** As the REST interface shows it. */
  Order view() {
    BigDecimal average =
        filled.signum() == 0
            ? null
            : MarketTape.plain(filledValue.divide(filled, 9, RoundingMode.HALF_EVEN));
    return new Order(
        id,
        clientOrderId(),
        symbol(),
        side(),
        "limit",
        terms.timeInForce(),
        quantity(),
        filled,
        average,
        limit(),
        status,
        submittedAt,
        submittedAt,
        updatedAt,
        status == OrderStatus.FILLED ? filledAt : null,
        status == OrderStatus.CANCELED ? endedAt : null,
        status == OrderStatus.EXPIRED ? endedAt : null,
        replaces,
        status == OrderStatus.REPLACED ? replacedBy : null);
  }
}

package dev.maxdiff.broker.paper.engine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.maxdiff.broker.ListedOrder;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/**
 * An order of the exchange.
 *
 * @param number sequence number within the account, from 1; decides time priority
 * @param terms the requested terms; the client order id is never null
 * @param filled quantity filled so far, in base units
 * @param filledValue sum of price times quantity over all fills
 * @param due time at which a pending cancel, replacement or activation takes effect; null = none
 * @param expiresAt end of a day order; null for another one, which the exchange does not end yet at
 *     the end of {@link #LONGEST_LIFE} that it names
 * @param replaces id of the order that this order replaces; null = none
 * @param replacedFilled filled quantity of that order at the time of the request; null = none
 */
public record ExchangeOrder(
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
    BigDecimal replacedFilled)
    implements ListedOrder {

  /** Alpaca ends a GTC order at this age. */
  private static final Duration LONGEST_LIFE = Duration.ofDays(90);

  @Override
  public Symbol symbol() {
    return terms.symbol();
  }

  @Override
  public Side side() {
    return terms.side();
  }

  @JsonIgnore // derived, not stored
  @Override
  public boolean isOpen() {
    return !status.isTerminal();
  }

  public String clientOrderId() {
    return terms.clientOrderId();
  }

  public BigDecimal limit() {
    return terms.limitPrice().value();
  }

  public BigDecimal quantity() {
    return terms.quantity().value();
  }

  BigDecimal remaining() {
    return status.isTerminal() ? BigDecimal.ZERO : quantity().subtract(filled);
  }

  /** The quantity of this pending replacement less the fills of its order since the request. */
  BigDecimal quantityAfter(ExchangeOrder replaced) {
    return quantity().subtract(replaced.filled().subtract(replacedFilled));
  }

  /**
   * Returns true when the order is in the market. An accepted order waits for the session, a
   * pending replacement for its activation.
   */
  boolean matches() {
    return !status.isTerminal()
        && status != OrderStatus.ACCEPTED
        && status != OrderStatus.PENDING_NEW;
  }

  /** The status without a pending cancel or replacement. */
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

  ExchangeOrder filled(ExchangeFill fill) {
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

  /** The order in the form of the REST interface. */
  public Order view() {
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
            status == OrderStatus.REPLACED ? replacedBy : null)
        .endingAt(expiresAt == null ? submittedAt.plus(LONGEST_LIFE) : expiresAt);
  }
}

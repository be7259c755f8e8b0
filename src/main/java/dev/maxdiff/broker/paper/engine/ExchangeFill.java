package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One execution of an order on the embedded exchange.
 *
 * @param number sequence number within the account, from 1
 * @param quantity base units executed, before any fee in coin
 * @param fee in USD; a fee in coin counts at the price of the fill
 * @param coinFee fee of a crypto purchase, in base units; zero otherwise
 * @param maker true = the order rested; false = the order took the quote
 * @param realised profit or loss of the closed quantity before fees, in USD
 * @param printIndex number of played trades
 * @param at exchange time
 */
public record ExchangeFill(
    long number,
    String orderId,
    String clientOrderId,
    Symbol symbol,
    Side side,
    BigDecimal price,
    BigDecimal quantity,
    BigDecimal fee,
    BigDecimal coinFee,
    boolean maker,
    BigDecimal realised,
    int printIndex,
    Instant at) {

  /** The change of the position, in base units: positive for a purchase, less the fee in coin. */
  public BigDecimal positionChange() {
    return side == Side.BUY ? quantity.subtract(coinFee) : quantity.negate();
  }
}

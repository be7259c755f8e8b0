package dev.maxdiff.broker.paper;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One execution of an order on the embedded exchange.
 *
 * @param number counts the fills of the account from 1
 * @param quantity base units executed, before any fee in coin
 * @param fee in USD; what was taken in coin counts at the fill's price
 * @param coinFee base units that a crypto purchase lost to the fee; zero otherwise
 * @param maker whether the order rested; false = it took the quote
 * @param realised profit or loss of the part that closed a position, before fees; USD
 * @param printIndex how many prints had been played
 * @param at exchange time
 */
public record Fill(
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

  /** What the position changes by: positive for purchases, fees in coin taken off. */
  public BigDecimal positionChange() {
    return side == Side.BUY ? quantity.subtract(coinFee) : quantity.negate();
  }
}

package dev.maxdiff.session.model;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One execution.
 *
 * @param sequence counts the account's fills from 1, for ever
 * @param at exchange time
 * @param slot whose order it was; null for an order that is not ours
 * @param side of the order
 * @param quantity base units traded, before fees
 * @param price quote currency
 * @param feeQuantity taken in base units (crypto buys); zero when none
 * @param feeMoney taken in quote currency; zero when none
 */
public record AccountFill(
    long sequence,
    Instant at,
    String orderId,
    SlotId slot,
    Symbol symbol,
    Side side,
    BigDecimal quantity,
    BigDecimal price,
    BigDecimal feeQuantity,
    BigDecimal feeMoney) {

  public AccountFill {
    requireNonNull(at, "at");
    requireNonNull(symbol, "symbol");
    requireNonNull(side, "side");
    requireNonNull(quantity, "quantity");
    requireNonNull(price, "price");
    requireNonNull(feeQuantity, "fee quantity");
    requireNonNull(feeMoney, "fee money");
  }

  /** Both fees in quote currency, the coin at this fill's price. */
  public BigDecimal feeValue() {
    return feeMoney.add(feeQuantity.multiply(price));
  }

  /** What it adds to the position, negative for a sale; a coin fee is paid out of the position. */
  public BigDecimal positionChange() {
    return (side == Side.BUY ? quantity : quantity.negate()).subtract(feeQuantity);
  }

  /** What it adds to the cash, negative for a purchase. */
  public BigDecimal cashChange() {
    BigDecimal value = quantity.multiply(price);
    return (side == Side.BUY ? value.negate() : value).subtract(feeMoney);
  }
}

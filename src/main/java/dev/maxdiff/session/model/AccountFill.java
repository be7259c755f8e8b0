package dev.maxdiff.session.model;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One execution on the account.
 *
 * @param sequence number of the fill in the life of the account, from 1
 * @param at exchange time
 * @param slot slot of the order; null for an order that is not ours
 * @param side side of the order
 * @param quantity base units traded, before fees
 * @param price quote currency
 * @param feeQuantity fee in base units (crypto buys); zero if none
 * @param feeMoney fee in quote currency; zero if none
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

  /** Returns both fees in quote currency, the fee in base units at this fill's price. */
  public BigDecimal feeValue() {
    return feeMoney.add(feeQuantity.multiply(price));
  }

  /** Returns the change of the position in base units, after the fee; negative for a sale. */
  public BigDecimal positionChange() {
    return (side == Side.BUY ? quantity : quantity.negate()).subtract(feeQuantity);
  }

  /** Returns the change of the cash in quote currency, after the fee; negative for a purchase. */
  public BigDecimal cashChange() {
    BigDecimal value = quantity.multiply(price);
    return (side == Side.BUY ? value.negate() : value).subtract(feeMoney);
  }
}

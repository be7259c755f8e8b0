package dev.maxdiff.watch.rules;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.Side;
import java.math.BigDecimal;

/** Checks whether the account can pay for an entry. */
final class EntryCash {

  private EntryCash() {}

  /**
   * Returns whether the account can pay. A buy needs its value in cash or buying power. A short
   * sale needs an account with shorting enabled and buying power for its value; a margin account
   * alone neither forbids nor permits it (hazard H41).
   */
  static boolean allows(Side side, BigDecimal price, BigDecimal quantity, Account account) {
    if (price.signum() <= 0 || quantity.signum() <= 0) {
      return false;
    }
    if (account.obstacle().isPresent()) {
      return false;
    }
    BigDecimal notional = price.multiply(quantity);
    if (side == Side.BUY) {
      return notional.compareTo(account.cash().max(account.buyingPower())) <= 0;
    }
    return account.shortingEnabled() && notional.compareTo(account.buyingPower()) <= 0;
  }
}

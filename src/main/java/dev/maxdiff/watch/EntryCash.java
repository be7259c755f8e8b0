package dev.maxdiff.watch;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.Side;
import java.math.BigDecimal;

/** Whether the account can pay for an entry. */
final class EntryCash {

  private EntryCash() {}

  /**
   * Buys need the money in cash or buying power; shorts need an account that may short, and buying
   * power for their size (hazard H41: not a ban on margin accounts, nor a blank cheque on others).
   */
  static boolean allows(Side side, BigDecimal price, BigDecimal quantity, Account account) {
    if (price.signum() <= 0 || quantity.signum() <= 0) {
      return false;
    }
    if (account.tradingBlocked() || account.accountBlocked()) {
      return false;
    }
    BigDecimal notional = price.multiply(quantity);
    if (side == Side.BUY) {
      return notional.compareTo(account.cash().max(account.buyingPower())) <= 0;
    }
    return account.shortingEnabled() && notional.compareTo(account.buyingPower()) <= 0;
  }
}

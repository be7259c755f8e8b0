package dev.maxdiff.broker;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * The account's money, in quote currency (USD).
 *
 * @param tradingBlocked by the broker, or suspended by its user
 */
public record Account(
    String number,
    String status,
    BigDecimal cash,
    BigDecimal equity,
    BigDecimal lastEquity,
    BigDecimal buyingPower,
    BigDecimal nonMarginableBuyingPower,
    BigDecimal multiplier,
    boolean tradingBlocked,
    boolean accountBlocked,
    boolean shortingEnabled) {

  /** The statuses in which the broker takes orders; all others are named by {@link #obstacle}. */
  private static final Set<String> TRADING = Set.of("ACTIVE", "PAPER_ONLY");

  /** Returns why the account may not trade, in Alpaca's words; empty if it may. */
  public Optional<String> obstacle() {
    if (accountBlocked) {
      return Optional.of("account_blocked");
    }
    if (tradingBlocked) {
      return Optional.of("trading_blocked or trade_suspended_by_user");
    }
    return TRADING.contains(status) ? Optional.empty() : Optional.of("status " + status);
  }
}

package dev.maxdiff.execution.model;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * Settings of the position ledger.
 *
 * @param coinFees the fees that the broker takes in coin on a crypto buy
 * @param shortfallPatience time for which the keys may own more than the broker holds before
 *     entries of the symbol freeze
 */
public record LedgerSettings(CoinFees coinFees, Duration shortfallPatience) {

  static LedgerSettings from(Config execution) {
    return new LedgerSettings(
        new CoinFees(
            ExecutionSettings.fraction(execution, "crypto-fee"),
            ExecutionSettings.fraction(execution, "crypto-taker-fee")),
        execution.getDuration("shortfall-patience"));
  }
}

package dev.maxdiff.execution.model;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import java.math.BigDecimal;
import java.time.Duration;

/** The settings under {@code maxdiff.execution}, one record for each package that has settings. */
public record ExecutionSettings(
    LedgerSettings ledger, RiskSettings risk, UpstreamSettings reads, OrderSettings orders) {

  /**
   * Reads and checks all settings.
   *
   * @throws InvalidValueException if a value lies outside its range; the message names the key
   */
  public static ExecutionSettings from(Config root, Venue venue) {
    Config config = root.getConfig("maxdiff.execution");
    return new ExecutionSettings(
        LedgerSettings.from(config),
        RiskSettings.from(config, venue),
        UpstreamSettings.from(config, venue),
        OrderSettings.from(config));
  }

  static BigDecimal fraction(Config config, String key) {
    String text = config.getString(key);
    BigDecimal value;
    try {
      value = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new InvalidValueException("maxdiff.execution." + key, text, "a decimal number");
    }
    if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) >= 0) {
      throw new InvalidValueException("maxdiff.execution." + key, value, "from 0 to less than 1");
    }
    return value;
  }

  static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new InvalidValueException("maxdiff.execution." + key, value, "more than 0");
    }
  }
}

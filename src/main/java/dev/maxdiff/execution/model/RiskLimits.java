package dev.maxdiff.execution.model;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;

/**
 * Limits on the value at risk by entries, in the account's currency; null = no limit. Exits have no
 * limit.
 *
 * @param order highest value of one entry order
 * @param symbol highest value of position and open entry orders of one symbol
 * @param open highest value of positions and open entry orders of all symbols
 * @param dailyLoss loss since the start of the day at which all entries pause
 */
public record RiskLimits(
    BigDecimal order, BigDecimal symbol, BigDecimal open, BigDecimal dailyLoss) {

  private static final String NONE = "none";

  static RiskLimits from(Config config) {
    return new RiskLimits(
        limit(config, "order-notional"),
        limit(config, "symbol-notional"),
        limit(config, "open-notional"),
        limit(config, "daily-loss"));
  }

  /** Whether the loss reaches the daily limit. */
  public boolean isReachedBy(BigDecimal loss) {
    return dailyLoss != null && loss.compareTo(dailyLoss) >= 0;
  }

  private static BigDecimal limit(Config config, String key) {
    String text = config.getString(key);
    if (text.equals(NONE)) {
      return null;
    }
    try {
      BigDecimal limit = new BigDecimal(text);
      if (limit.signum() > 0) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // falls through to the exception below
    }
    throw new InvalidValueException(
        "maxdiff.execution.brakes." + key, text, "an amount of money above 0, or none");
  }
}

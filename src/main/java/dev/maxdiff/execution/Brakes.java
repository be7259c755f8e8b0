package dev.maxdiff.execution;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;

/**
 * Limits on what entries may put at stake, in the account's currency; null = no limit. Exits are
 * never braked. Pure.
 *
 * @param order most that one entry order may be worth
 * @param symbol most that the position and the open entry orders of one symbol may be worth
 * @param open the same for all symbols together
 * @param dailyLoss once the equity is so far below that of the day's start, entries pause
 */
public record Brakes(BigDecimal order, BigDecimal symbol, BigDecimal open, BigDecimal dailyLoss) {

  private static final String NONE = "none";

  static Brakes from(Config config) {
    return new Brakes(
        limit(config, "order-notional"),
        limit(config, "symbol-notional"),
        limit(config, "open-notional"),
        limit(config, "daily-loss"));
  }

  /** Whether the day has lost as much as it may. */
  boolean isTrippedBy(BigDecimal loss) {
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
      // refused below
    }
    throw new InvalidValueException(
        "maxdiff.execution.brakes." + key, text, "an amount of money above 0, or none");
  }
}

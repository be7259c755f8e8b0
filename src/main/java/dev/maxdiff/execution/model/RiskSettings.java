package dev.maxdiff.execution.model;

import com.typesafe.config.Config;
import dev.maxdiff.domain.Venue;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Settings of the pre-trade checks.
 *
 * @param quoteMaxAge age beyond which a quote refuses an order
 * @param maxDistance relative distance from the quote beyond which an order needs {@code force}; a
 *     fraction from 0 to less than 1
 * @param lossCheck interval between two checks of the daily loss, while a limit is set
 * @param lossSinceOpening whether the loss counts from the opening of the account: the embedded
 *     exchange never resets {@code last_equity}
 * @param pauseRetry time until a pause that could not be stored is stored again
 */
public record RiskSettings(
    Duration quoteMaxAge,
    BigDecimal maxDistance,
    RiskLimits limits,
    Duration lossCheck,
    boolean lossSinceOpening,
    Duration pauseRetry) {

  public RiskSettings {
    ExecutionSettings.positive("loss-check", lossCheck);
    ExecutionSettings.positive("pause-retry", pauseRetry);
  }

  static RiskSettings from(Config execution, Venue venue) {
    return new RiskSettings(
        execution.getDuration("quote-max-age"),
        ExecutionSettings.fraction(execution, "max-distance"),
        RiskLimits.from(execution.getConfig("brakes")),
        execution.getDuration("loss-check"),
        venue == Venue.EMBEDDED,
        execution.getDuration("pause-retry"));
  }
}

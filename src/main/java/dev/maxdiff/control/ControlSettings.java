package dev.maxdiff.control;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * The defaults of wishes and the bounds of what control takes; see {@code maxdiff.control} in
 * reference.conf.
 *
 * @param entryTolerance fraction; distance of the quote from the limit within which to order
 * @param outOfHoursTolerance the same for active crypto while the stock exchange is closed
 * @param outOfHoursForceCount how many of the best ranked active crypto picks a loop forces then
 * @param exitTolerance fraction; distance within which an order counts as the take-profit
 * @param entryMinimumLife an entry that names no expiry lives at least this long
 * @param maxDistance fraction; farther from the quote a price needs {@code force}
 * @param quoteMaxAge how long one quote serves the checks of further wishes
 * @param brokerPatience how long a wish waits for the broker's quote before it passes unchecked
 * @param answerWithin after this an unanswered wish is {@code UNRESOLVED}
 * @param cancelPatience how long stop and kill-all wait for cancels to be confirmed
 * @param maxUndecided wishes that may be on their way into the journal at once
 * @param maxQueued wishes that may wait for those; more are refused
 * @param listenerBuffer happenings that may wait for one listener
 * @param recentHappenings how many of the last happenings are kept in memory
 */
public record ControlSettings(
    BigDecimal entryTolerance,
    BigDecimal outOfHoursTolerance,
    int outOfHoursForceCount,
    BigDecimal exitTolerance,
    Duration entryPoll,
    Duration exitPoll,
    Duration entryMinimumLife,
    BigDecimal maxDistance,
    Duration quoteMaxAge,
    Duration brokerPatience,
    Duration answerWithin,
    Duration cancelPatience,
    int maxUndecided,
    int maxQueued,
    int listenerBuffer,
    int recentHappenings) {

  public ControlSettings {
    fraction("entry-tolerance", entryTolerance);
    fraction("out-of-hours-tolerance", outOfHoursTolerance);
    if (outOfHoursForceCount < 0) {
      throw refused("out-of-hours-force-count", outOfHoursForceCount, ">= 0");
    }
    fraction("exit-tolerance", exitTolerance);
    fraction("max-distance", maxDistance);
    positive("entry-poll", entryPoll);
    positive("exit-poll", exitPoll);
    positive("broker-patience", brokerPatience);
    positive("answer-within", answerWithin);
    positive("max-undecided", maxUndecided);
    positive("max-queued", maxQueued);
    positive("listener-buffer", listenerBuffer);
    positive("recent-happenings", recentHappenings);
  }

  public static ControlSettings from(Config root) {
    Config config = root.getConfig("maxdiff.control");
    return new ControlSettings(
        new BigDecimal(config.getString("entry-tolerance")),
        new BigDecimal(config.getString("out-of-hours-tolerance")),
        config.getInt("out-of-hours-force-count"),
        new BigDecimal(config.getString("exit-tolerance")),
        config.getDuration("entry-poll"),
        config.getDuration("exit-poll"),
        config.getDuration("entry-minimum-life"),
        new BigDecimal(config.getString("max-distance")),
        config.getDuration("quote-max-age"),
        config.getDuration("broker-patience"),
        config.getDuration("answer-within"),
        config.getDuration("cancel-patience"),
        config.getInt("max-undecided"),
        config.getInt("max-queued"),
        config.getInt("listener-buffer"),
        config.getInt("recent-happenings"));
  }

  private static void fraction(String key, BigDecimal value) {
    if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
      throw refused(key, value, "a fraction from 0 to 1");
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw refused(key, value, "> 0");
    }
  }

  private static void positive(String key, int value) {
    if (value <= 0) {
      throw refused(key, value, "> 0");
    }
  }

  private static InvalidValueException refused(String key, Object value, String expected) {
    return new InvalidValueException("maxdiff.control." + key, value, expected);
  }
}

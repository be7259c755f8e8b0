package dev.maxdiff.control;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * The defaults and limits of wishes; see {@code maxdiff.control} in reference.conf.
 *
 * @param entryTolerance fraction; an entry orders when the quote is this close to its limit
 * @param outOfHoursTolerance the same for active crypto while the stock exchange is closed
 * @param outOfHoursForceCount number of best-ranked active crypto picks of a loop that are forced
 *     during that time
 * @param exitTolerance fraction; distance within which an order counts as the take-profit
 * @param entryMinimumLife minimum life of an entry without an explicit expiry
 * @param maxDistance fraction; a price farther from the quote needs {@code force}
 * @param quoteMaxAge time for which one quote serves the checks of further wishes
 * @param brokerPatience longest wait for the broker's quote; afterwards the wish passes unchecked
 * @param answerWithin a wish without an answer within this time is {@code UNRESOLVED}
 * @param cancelPatience longest wait of stop and kill-all for the confirmation of cancels
 * @param maxUndecided maximum number of wishes that are being written to the journal
 * @param maxQueued maximum number of waiting wishes; further wishes are refused
 * @param listenerBuffer maximum number of events that wait for one listener
 * @param recentHappenings number of recent events kept in memory
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

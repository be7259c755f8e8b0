package dev.maxdiff.execution;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * The settings under {@code maxdiff.execution}; each is explained in reference.conf.
 *
 * @param cryptoFee the fee that the broker takes in coin on a crypto buy that rested, as a fraction
 * @param cryptoTakerFee the same for a buy that met a quote at once
 * @param maxDistance relative distance from the quote beyond which an order needs force
 * @param reads how much of what the broker says is shared
 * @param lossCheck how often the day's loss is looked at where it has a limit
 */
public record ExecutionSettings(
    Duration quoteMaxAge,
    BigDecimal maxDistance,
    BigDecimal cryptoFee,
    BigDecimal cryptoTakerFee,
    Duration absentAfter,
    Duration lookupInterval,
    ReadSettings reads,
    Duration assetWindow,
    Duration releasePatience,
    Duration releasePause,
    Duration shortfallPatience,
    Duration requestTimeout,
    int queueLimit,
    int orderIdLimit,
    Brakes brakes,
    Duration lossCheck) {

  public ExecutionSettings {
    fraction("max-distance", maxDistance);
    fraction("crypto-fee", cryptoFee);
    fraction("crypto-taker-fee", cryptoTakerFee);
    positive("lookup-interval", lookupInterval);
    positive("release-pause", releasePause);
    positive("loss-check", lossCheck);
    if (requestTimeout.compareTo(releasePatience) <= 0) {
      throw new InvalidValueException(
          "maxdiff.execution.request-timeout",
          requestTimeout,
          "more than release-patience " + releasePatience);
    }
    if (queueLimit < 1) {
      throw new InvalidValueException("maxdiff.execution.queue-limit", queueLimit, "at least 1");
    }
    if (orderIdLimit < 1 || orderIdLimit > ClientOrderId.MAX_LENGTH) {
      throw new InvalidValueException(
          "maxdiff.execution.order-id-limit", orderIdLimit, "1 to " + ClientOrderId.MAX_LENGTH);
    }
  }

  public static ExecutionSettings from(Config root, Venue venue) {
    Config config = root.getConfig("maxdiff.execution");
    return new ExecutionSettings(
        config.getDuration("quote-max-age"),
        decimal(config, "max-distance"),
        decimal(config, "crypto-fee"),
        decimal(config, "crypto-taker-fee"),
        config.getDuration("absent-after"),
        config.getDuration("lookup-interval"),
        ReadSettings.from(config, venue),
        config.getDuration("asset-window"),
        config.getDuration("release-patience"),
        config.getDuration("release-pause"),
        config.getDuration("shortfall-patience"),
        config.getDuration("request-timeout"),
        config.getInt("queue-limit"),
        config.getInt("order-id-limit"),
        Brakes.from(config.getConfig("brakes")),
        config.getDuration("loss-check"));
  }

  CoinFees coinFees() {
    return new CoinFees(cryptoFee, cryptoTakerFee);
  }

  private static BigDecimal decimal(Config config, String key) {
    String text = config.getString(key);
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new InvalidValueException("maxdiff.execution." + key, text, "a decimal number");
    }
  }

  private static void fraction(String key, BigDecimal value) {
    if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) >= 0) {
      throw new InvalidValueException("maxdiff.execution." + key, value, "from 0 to less than 1");
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new InvalidValueException("maxdiff.execution." + key, value, "more than 0");
    }
  }
}

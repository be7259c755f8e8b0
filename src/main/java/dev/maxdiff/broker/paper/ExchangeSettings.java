package dev.maxdiff.broker.paper;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.Config;
import dev.maxdiff.broker.paper.engine.EngineSettings;
import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Settings of the embedded exchange, under {@code maxdiff.exchange}.
 *
 * @param name unique within an ActorSystem; part of the persistence id
 * @param speed seconds of exchange time per second of wall time
 * @param seed of quotes and ids
 * @param startingCash USD
 * @param spread ask less bid, as a fraction of the price
 * @param makerFee fraction of a crypto fill of a resting order
 * @param takerFee fraction of a crypto fill at the quote
 * @param multiplier of the buying power for stocks; 1 = no margin and no shorts
 * @param settleDelay exchange time from a fill to its position
 * @param cancelDelay exchange time from {@code pending_cancel} or {@code pending_replace} to the
 *     end
 * @param tick wall time between two plays of the tape while an order or settlement is pending
 * @param checkpoint longest wall time between two journalled positions on the tape
 * @param warmUp exchange time from the start of the tape to the start of trading
 * @param apiKey empty = random at each start; likewise {@code apiSecret}
 */
public record ExchangeSettings(
    String name,
    double speed,
    long seed,
    BigDecimal startingCash,
    BigDecimal spread,
    BigDecimal makerFee,
    BigDecimal takerFee,
    int multiplier,
    Duration settleDelay,
    Duration cancelDelay,
    Duration tick,
    Duration checkpoint,
    Duration warmUp,
    String apiKey,
    String apiSecret) {

  private static final double MAX_SPEED = 1_000_000;
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  public ExchangeSettings {
    requireNonNull(apiKey, "api-key");
    requireNonNull(apiSecret, "api-secret");
    if (!name.matches("[A-Za-z0-9_.-]{1,80}")) {
      throw invalid("name", name, "1 to 80 of A-Z, a-z, 0-9, '_', '.' and '-'");
    }
    if (!(speed > 0 && speed <= MAX_SPEED)) {
      throw invalid("speed", speed, "> 0 and <= 1000000");
    }
    if (startingCash.signum() <= 0) {
      throw invalid("starting-cash", startingCash, "> 0");
    }
    fraction("spread", spread);
    fraction("maker-fee", makerFee);
    fraction("taker-fee", takerFee);
    if (multiplier != 1 && multiplier != 2 && multiplier != 4) {
      throw invalid("multiplier", multiplier, "1, 2 or 4");
    }
    notNegative("settle-delay", settleDelay);
    notNegative("cancel-delay", cancelDelay);
    notNegative("warm-up", warmUp);
    atLeastAMillisecond("tick", tick);
    atLeastAMillisecond("checkpoint", checkpoint);
  }

  public static ExchangeSettings from(Config root) {
    Config config = root.getConfig("maxdiff.exchange");
    return new ExchangeSettings(
        config.getString("name"),
        config.getDouble("speed"),
        config.getLong("seed"),
        decimal(config, "starting-cash"),
        decimal(config, "spread"),
        decimal(config, "maker-fee"),
        decimal(config, "taker-fee"),
        config.getInt("multiplier"),
        config.getDuration("settle-delay"),
        config.getDuration("cancel-delay"),
        config.getDuration("tick"),
        config.getDuration("checkpoint"),
        config.getDuration("warm-up"),
        config.getString("api-key"),
        config.getString("api-secret"));
  }

  public ExchangeSettings withName(String other) {
    return new ExchangeSettings(
        other,
        speed,
        seed,
        startingCash,
        spread,
        makerFee,
        takerFee,
        multiplier,
        settleDelay,
        cancelDelay,
        tick,
        checkpoint,
        warmUp,
        apiKey,
        apiSecret);
  }

  public ExchangeSettings withSpeed(double other) {
    return new ExchangeSettings(
        name,
        other,
        seed,
        startingCash,
        spread,
        makerFee,
        takerFee,
        multiplier,
        settleDelay,
        cancelDelay,
        tick,
        checkpoint,
        warmUp,
        apiKey,
        apiSecret);
  }

  /** The settings of the engine. */
  public EngineSettings engine() {
    return new EngineSettings(spread, makerFee, takerFee, multiplier, settleDelay, cancelDelay);
  }

  private static BigDecimal decimal(Config config, String key) {
    String text = config.getString(key);
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw invalid(key, text, "a decimal number");
    }
  }

  private static void fraction(String key, BigDecimal value) {
    if (value.signum() < 0 || value.compareTo(TENTH) > 0) {
      throw invalid(key, value, "a fraction from 0 to 0.1");
    }
  }

  private static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw invalid(key, value, ">= 0");
    }
  }

  private static void atLeastAMillisecond(String key, Duration value) {
    if (value.toMillis() < 1) {
      throw invalid(key, value, ">= 1ms");
    }
  }

  private static InvalidValueException invalid(String key, Object value, String expected) {
    return new InvalidValueException("maxdiff.exchange." + key, value, expected);
  }
}

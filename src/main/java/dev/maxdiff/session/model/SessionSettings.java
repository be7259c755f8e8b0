package dev.maxdiff.session.model;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.session.schedule.DailyBranches;
import dev.maxdiff.session.schedule.ExchangeHoursSchedule;
import dev.maxdiff.session.schedule.Schedule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings under {@code maxdiff.session}; each is described in {@code reference.conf}.
 *
 * <p>{@code horizons}, {@code lookBack}, {@code barLength}, {@code wishInterval}, {@code
 * entryLife}, {@code retry} and {@code equityInterval} are exchange time, the other durations wall
 * time.
 */
public record SessionSettings(
    List<Symbol> symbols,
    List<Strategy> strategies,
    Map<Strategy, Duration> horizons,
    Duration lookBack,
    Duration barLength,
    Duration wishInterval,
    PassRule passRule,
    Duration closeShift,
    Duration closeWindow,
    BigDecimal capitalFraction,
    BigDecimal minimumEdge,
    Duration entryLife,
    Duration entryPoll,
    Duration exitPoll,
    Duration answerTimeout,
    Duration retry,
    Duration tick,
    Duration planPoll,
    Duration planStableFor,
    Duration equityInterval) {

  /** The strategies that can be forecast. */
  static final List<Strategy> STRATEGIES =
      Stream.of("maxdiff", "maxdiffalwayson", "pctdiff", "highlow").map(Strategy::new).toList();

  /** Target tick in exchange time. */
  private static final Duration EXCHANGE_TICK = Duration.ofSeconds(18);

  private static final Duration SHORTEST_TICK = Duration.ofMillis(50);
  private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

  public SessionSettings {
    symbols = List.copyOf(symbols);
    strategies = List.copyOf(strategies);
    horizons = Map.copyOf(horizons);
    notEmpty("strategies", strategies);
    for (Strategy strategy : strategies) {
      if (!STRATEGIES.contains(strategy)) {
        throw invalid("strategies", strategy, "some of " + STRATEGIES);
      }
      if (!horizons.containsKey(strategy)) {
        throw invalid("horizons." + strategy, "missing", "a duration, for example 3h");
      }
    }
    atLeast("bar-length", barLength, Duration.ofSeconds(1));
    horizons.forEach((strategy, span) -> atLeast("horizons." + strategy, span, barLength));
    atLeast("look-back", lookBack, barLength);
    atLeast("wish-interval", wishInterval, Duration.ofSeconds(1));
    atLeast("close-shift", closeShift, Duration.ZERO);
    atLeast("close-window", closeWindow, Duration.ofMinutes(1));
    fraction("capital-fraction", capitalFraction);
    fraction("minimum-edge", minimumEdge);
    atLeast("entry-life", entryLife, Duration.ofMinutes(1));
    atLeast("entry-poll", entryPoll, Duration.ofMillis(10));
    atLeast("exit-poll", exitPoll, Duration.ofMillis(10));
    atLeast("answer-timeout", answerTimeout, Duration.ofMillis(100));
    atLeast("retry", retry, Duration.ofSeconds(1));
    atLeast("tick", tick, Duration.ofMillis(1));
    atLeast("plan-poll", planPoll, Duration.ofMillis(10));
    atLeast("plan-stable-for", planStableFor, Duration.ZERO);
    atLeast("equity-interval", equityInterval, Duration.ofSeconds(1));
  }

  /**
   * Reads the settings for a venue; watchers poll a real broker less often than the embedded
   * exchange.
   *
   * @throws InvalidValueException if a value is out of range
   */
  public static SessionSettings from(Config root, Venue venue) {
    boolean embedded = venue == Venue.EMBEDDED;
    Config config = root.getConfig("maxdiff.session");
    return new SessionSettings(
        list(config, "symbols", Symbol::parse),
        list(config, "strategies", Strategy::new),
        horizons(config.getConfig("horizons")),
        config.getDuration("look-back"),
        config.getDuration("bar-length"),
        config.getDuration("wish-interval"),
        PassRule.parse(config.getString("passes")),
        config.getDuration("close-shift"),
        config.getDuration("close-window"),
        decimal(config, "capital-fraction"),
        decimal(config, "minimum-edge"),
        config.getDuration("entry-life"),
        config.getDuration(embedded ? "entry-poll" : "broker-poll"),
        config.getDuration(embedded ? "exit-poll" : "broker-poll"),
        config.getDuration("answer-timeout"),
        config.getDuration("retry"),
        tick(config, embedded ? root.getDouble("maxdiff.exchange.speed") : 1),
        config.getDuration("plan-poll"),
        config.getDuration("plan-stable-for"),
        config.getDuration("equity-interval"));
  }

  /**
   * @throws InvalidValueException if a configured symbol is not in the recorded data
   */
  public void requireIn(List<Symbol> recorded) {
    for (Symbol symbol : symbols) {
      if (!recorded.contains(symbol)) {
        throw invalid("symbols", symbol, "symbols of the data, which have " + recorded);
      }
    }
  }

  /** Returns these settings with the symbols of the recorded data where none is configured. */
  public SessionSettings on(List<Symbol> recorded) {
    if (!symbols.isEmpty()) {
      return this;
    }
    return new SessionSettings(
        recorded,
        strategies,
        horizons,
        lookBack,
        barLength,
        wishInterval,
        passRule,
        closeShift,
        closeWindow,
        capitalFraction,
        minimumEdge,
        entryLife,
        entryPoll,
        exitPoll,
        answerTimeout,
        retry,
        tick,
        planPoll,
        planStableFor,
        equityInterval);
  }

  private static Duration tick(Config config, double speed) {
    if (!config.getString("tick").equals("auto")) {
      return config.getDuration("tick");
    }
    Duration exact = Duration.ofNanos((long) (EXCHANGE_TICK.toNanos() / speed));
    Duration capped = exact.compareTo(LONGEST_TICK) < 0 ? exact : LONGEST_TICK;
    return capped.compareTo(SHORTEST_TICK) > 0 ? capped : SHORTEST_TICK;
  }

  /** Creates the schedule of forecasts, without any finished pass. */
  public Schedule newSchedule() {
    return passRule == PassRule.INTERVAL
        ? Schedule.every(wishInterval)
        : new ExchangeHoursSchedule(
            new DailyBranches(MarketCalendar.RULES, closeShift, closeWindow));
  }

  /** The rule of the schedule: every full interval, or the hours of the stock exchange. */
  public enum PassRule {
    INTERVAL,
    EXCHANGE_HOURS;

    static PassRule parse(String text) {
      return switch (text) {
        case "interval" -> INTERVAL;
        case "exchange-hours" -> EXCHANGE_HOURS;
        default -> throw invalid("passes", text, "interval or exchange-hours");
      };
    }
  }

  /** The time span of a forecast. */
  public Duration horizon(Strategy strategy) {
    return horizons.get(strategy);
  }

  private static Map<Strategy, Duration> horizons(Config config) {
    return config.root().keySet().stream()
        .collect(Collectors.toUnmodifiableMap(Strategy::new, config::getDuration));
  }

  private static <T> List<T> list(Config config, String key, Function<String, T> parse) {
    List<T> read = new ArrayList<>();
    for (String text : config.getStringList(key)) {
      try {
        read.add(parse.apply(text));
      } catch (InvalidValueException e) {
        String name = "maxdiff.session." + key;
        throw InvalidValueException.withMessage(name, name + ", " + e.getMessage());
      }
    }
    return read;
  }

  private static BigDecimal decimal(Config config, String key) {
    try {
      return new BigDecimal(config.getString(key));
    } catch (NumberFormatException e) {
      throw invalid(key, config.getString(key), "a decimal number");
    }
  }

  private static void notEmpty(String key, List<?> values) {
    if (values.isEmpty()) {
      throw invalid(key, values, "at least one");
    }
  }

  private static void fraction(String key, BigDecimal value) {
    if (value.signum() <= 0 || value.compareTo(BigDecimal.ONE) > 0) {
      throw invalid(key, value, "above 0, at most 1");
    }
  }

  private static void atLeast(String key, Duration value, Duration minimum) {
    if (value.compareTo(minimum) < 0) {
      throw invalid(key, value, "at least " + minimum);
    }
  }

  private static InvalidValueException invalid(String key, Object value, String expected) {
    return new InvalidValueException("maxdiff.session." + key, value, expected);
  }
}

package dev.maxdiff.broker.paper.faults;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads a fault plan in HOCON or JSON; every error names file, line and field. */
final class FaultPlanReader {

  private static final Set<String> TOP = Set.of("seed", "faults");
  private static final Set<String> WHEN =
      Set.of("what", "method", "path", "symbol", "probability", "every", "from", "until");

  private final Path file;

  FaultPlanReader(Path file) {
    this.file = file;
  }

  FaultPlan read() {
    try {
      Config plan =
          ConfigFactory.parseFile(
                  file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
              .resolve();
      refuseUnknown(file + ":", plan.root(), TOP);
      if (!plan.hasPath("faults")) {
        throw new InvalidValueException(
            file + ": faults", "missing", "a list like [{what = delay, by = 2s}]");
      }
      List<FaultRule> rules = new ArrayList<>();
      for (ConfigValue value : plan.getList("faults")) {
        rules.add(rule(value, rules.size() + 1));
      }
      return new FaultPlan(plan.hasPath("seed") ? plan.getLong("seed") : 1, rules);
    } catch (ConfigException.IO e) {
      throw new InvalidValueException("--faults", file, "a file that can be read");
    } catch (ConfigException e) {
      throw new InvalidValueException(
          "--faults", e.getMessage().replaceAll("\\s+", " "), "HOCON or JSON, see faults.md");
    }
  }

  private FaultRule rule(ConfigValue value, int number) {
    String place = file + ":" + value.origin().lineNumber() + ": fault " + number + ": ";
    if (value.valueType() != ConfigValueType.OBJECT) {
      throw new InvalidValueException(
          place + "value", value.unwrapped(), "an object like {what = delay, by = 2s}");
    }
    Fields fields = new Fields(place, ((ConfigObject) value).toConfig());
    FaultKind kind = FaultKind.of(place, fields.text("what", ""));
    Set<String> known = new TreeSet<>(WHEN);
    known.addAll(kind.fields());
    refuseUnknown(place, (ConfigObject) value, known);
    FaultRule rule = FaultRule.of(fields.checked(() -> kind.fault(fields)));
    rule = fields.with(rule, "method", FaultRule::withMethod);
    rule = fields.with(rule, "path", FaultRule::withPath);
    rule = fields.with(rule, "symbol", (now, text) -> now.withSymbol(Symbol.parse(text)));
    rule = fields.with(rule, "probability", (now, t) -> now.withProbability(fields.fraction()));
    rule = fields.with(rule, "every", (now, text) -> now.withEvery(fields.number("every", 1)));
    rule = fields.with(rule, "from", (now, text) -> now.withFrom(fields.time("from")));
    return fields.with(rule, "until", (now, text) -> now.withUntil(fields.time("until")));
  }

  private static void refuseUnknown(String place, ConfigObject object, Set<String> known) {
    for (String key : new TreeSet<>(object.keySet())) {
      if (!known.contains(key)) {
        throw new InvalidValueException(
            place.trim() + " " + key, object.get(key).unwrapped(), "not here; known are " + known);
      }
    }
  }

  /** The fields of one fault; an error names the field. */
  static final class Fields {
    private final String place;
    private final Config config;

    Fields(String place, Config config) {
      this.place = place;
      this.config = config;
    }

    String text(String key, String absent) {
      return config.hasPath(key) ? read(key, config::getString, "a text") : absent;
    }

    int number(String key, int absent) {
      return config.hasPath(key) ? read(key, config::getInt, "a whole number") : absent;
    }

    double fraction() {
      return read("probability", config::getDouble, "a number above 0, at most 1");
    }

    BigDecimal decimal(String key, String absent) {
      return config.hasPath(key)
          ? read(key, name -> new BigDecimal(config.getString(name)), "a decimal number")
          : new BigDecimal(absent);
    }

    Duration duration(String key) {
      if (!config.hasPath(key)) {
        throw new InvalidValueException(place + key, "missing", "a duration like 2s");
      }
      return read(key, config::getDuration, "a duration like 500ms or 2s");
    }

    Duration durationOrNull(String key) {
      return config.hasPath(key) ? duration(key) : null;
    }

    FaultTime time(String key) {
      String text = text(key, "");
      try {
        return new FaultTime.At(Instant.parse(text));
      } catch (DateTimeException e) {
        String expected = "an exchange time like 2013-11-26T14:00:00Z, or its age like 2h";
        return new FaultTime.After(read(key, config::getDuration, expected));
      }
    }

    FaultRule with(FaultRule rule, String key, BiFunction<FaultRule, String, FaultRule> change) {
      return config.hasPath(key) ? checked(() -> change.apply(rule, text(key, ""))) : rule;
    }

    /** Adds the place in the file to the error of a value class. */
    <T> T checked(Supplier<T> made) {
      try {
        return made.get();
      } catch (InvalidValueException e) {
        throw e.getMessage().startsWith(place)
            ? e
            : InvalidValueException.withMessage(place + e.field(), place + e.getMessage());
      }
    }

    private <T> T read(String key, Function<String, T> reader, String expected) {
      try {
        return reader.apply(key);
      } catch (ConfigException | NumberFormatException e) {
        throw new InvalidValueException(place + key, config.getValue(key).unwrapped(), expected);
      }
    }
  }
}

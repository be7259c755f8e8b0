package dev.maxdiff.runtime.context;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind of a setting's value, derived from its default in {@code reference.conf}. */
enum SettingKind {
  SECTION("a section"),
  LIST("a list"),
  BOOLEAN("true or false"),
  NUMBER("a number"),
  DURATION("a duration >= 0"),
  SIZE("a size in bytes"),
  TEXT("text");

  private static final Pattern DURATION_FORM = Pattern.compile("\\d+\\s*(ns|us|ms|s|m|h|d)");
  private static final Pattern SIZE_FORM = Pattern.compile("\\d+\\s*[KMG]iB");
  private static final String KEY = "value";

  private final String expected;

  SettingKind(String expected) {
    this.expected = expected;
  }

  static SettingKind of(ConfigValue reference) {
    return switch (reference.valueType()) {
      case OBJECT -> SECTION;
      case LIST -> LIST;
      case BOOLEAN -> BOOLEAN;
      case NUMBER -> NUMBER;
      default -> ofText(String.valueOf(reference.unwrapped()));
    };
  }

  private static SettingKind ofText(String text) {
    if (DURATION_FORM.matcher(text).matches()) {
      return DURATION;
    }
    return SIZE_FORM.matcher(text).matches() ? SIZE : TEXT;
  }

  /** Returns whether the value can be read as this kind; the settings records check ranges. */
  boolean accepts(ConfigValue value) {
    ConfigValueType type = value.valueType();
    Config config = value.atKey(KEY);
    try {
      return switch (this) {
        case SECTION -> type == ConfigValueType.OBJECT;
        case LIST -> type == ConfigValueType.LIST;
        case BOOLEAN -> Set.of(true, false).contains(config.getBoolean(KEY));
        case NUMBER -> new BigDecimal(config.getString(KEY)).scale() < Integer.MAX_VALUE;
        case DURATION -> !config.getDuration(KEY).isNegative();
        case SIZE -> config.getBytes(KEY) >= 0;
        case TEXT -> config.getString(KEY) != null;
      };
    } catch (ConfigException | NumberFormatException e) {
      return false;
    }
  }

  /** Returns the expectation for a message, with the default as an example. */
  String expectation(ConfigValue reference) {
    return this == SECTION ? expected : expected + ", for example " + reference.unwrapped();
  }
}

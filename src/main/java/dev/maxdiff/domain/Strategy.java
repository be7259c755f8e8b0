package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name of a strategy: {@code [a-z0-9_]}, 1 to 40 characters. */
public record Strategy(String name) implements Comparable<Strategy> {

  private static final Pattern FORM = Pattern.compile("[a-z0-9_]{1,40}");

  /** Strategy of a wish without a strategy, if symbol and side have no key yet. */
  public static final Strategy DEFAULT = new Strategy("default");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Strategy {
    requireNonNull(name, "strategy");
    if (!FORM.matcher(name).matches()) {
      throw new InvalidValueException("strategy", name, "1 to 40 of a-z, 0-9 and '_'");
    }
  }

  /** Parses a name from a table; surrounding blanks and upper case are ignored. */
  public static Strategy parse(String text) {
    try {
      return new Strategy(text.strip().toLowerCase(Locale.ROOT));
    } catch (InvalidValueException e) {
      return new Strategy(text); // the message shows the original text
    }
  }

  @Override
  public int compareTo(Strategy other) {
    return name.compareTo(other.name);
  }

  @JsonValue
  @Override
  public String toString() {
    return name;
  }
}

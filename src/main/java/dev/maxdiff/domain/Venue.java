package dev.maxdiff.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;

/**
 * The target of orders: the embedded exchange, Alpaca's paper endpoint, or Alpaca's live endpoint.
 */
public enum Venue {
  EMBEDDED,
  PAPER,
  LIVE;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Venue parse(String text) {
    for (Venue venue : values()) {
      if (venue.toString().equals(text)) {
        return venue;
      }
    }
    throw new InvalidValueException("venue", text, "embedded, paper or live");
  }

  /**
   * Returns the venue for the older system's {@code PAPER}: live for exactly {@code 0}, {@code
   * false} and {@code FALSE}, otherwise paper.
   *
   * @param paper null = unset
   */
  public static Venue ofOlderSystem(String paper) {
    return Set.of("0", "false", "FALSE").contains(paper == null ? "" : paper) ? LIVE : PAPER;
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.maxdiff.broker;

import dev.maxdiff.domain.InvalidValueException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The lifetime of an order. */
public enum TimeInForce {
  DAY,
  GTC,
  IOC,
  FOK,
  /** At the opening auction. */
  OPG,
  /** At the closing auction. */
  CLS;

  private static final Set<TimeInForce> PLACEABLE = EnumSet.of(DAY, GTC, IOC);

  /** Returns true if this program, its gateway and its exchange carry orders of this lifetime. */
  public boolean isPlaceable() {
    return PLACEABLE.contains(this);
  }

  /**
   * Parses the lifetime of an order to place.
   *
   * @throws InvalidValueException for a lifetime that is not {@link #isPlaceable}, too
   */
  public static TimeInForce parsePlaceable(String text) {
    for (TimeInForce value : PLACEABLE) {
      if (value.toString().equals(text)) {
        return value;
      }
    }
    throw new InvalidValueException("time_in_force", text, "day, gtc or ioc");
  }

  /** Parses any lifetime that Alpaca publishes. */
  public static TimeInForce parse(String text) {
    for (TimeInForce value : values()) {
      if (value.toString().equals(text)) {
        return value;
      }
    }
    throw new InvalidValueException("time_in_force", text, "day, gtc, ioc, fok, opg or cls");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

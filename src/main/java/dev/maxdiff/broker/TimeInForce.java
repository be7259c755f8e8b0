package dev.maxdiff.broker;

import dev.maxdiff.domain.InvalidValueException;
import java.util.Locale;

/** The lifetime of an order. */
public enum TimeInForce {
  DAY,
  GTC,
  IOC;

  public static TimeInForce parse(String text) {
    for (TimeInForce value : values()) {
      if (value.toString().equals(text)) {
        return value;
      }
    }
    throw new InvalidValueException("time_in_force", text, "day, gtc or ioc");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

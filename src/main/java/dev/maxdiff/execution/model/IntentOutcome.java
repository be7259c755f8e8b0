package dev.maxdiff.execution.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The outcome of an intent. */
public enum IntentOutcome {
  /** The broker has accepted the order. */
  ACCEPTED,
  /** The order was not sent: a newer generation took over after the intent was written. */
  DENIED,
  /** The broker refused the order or was not reached; nothing changed. */
  REJECTED,
  /** The outcome was unknown, and the broker does not know the order after the waiting time. */
  ABSENT;

  @JsonCreator
  static IntentOutcome parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

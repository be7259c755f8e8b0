package dev.maxdiff.execution;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of an intent. */
enum IntentOutcome {
  /** The broker knows the order. */
  ACCEPTED,
  /** It was not sent: its generation was overtaken after the intent was written. */
  DENIED,
  /** The broker said no, or was not reached; nothing changed. */
  REJECTED,
  /** Its outcome was unknown, and the broker still does not know it after the waiting time. */
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

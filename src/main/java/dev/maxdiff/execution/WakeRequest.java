package dev.maxdiff.execution;

import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;
import java.util.Map;

/**
 * A watcher's wish to hear of the next change: {@code ?after=7&wait=15000}.
 *
 * @param after the number of the change that it knows; 0 = none
 * @param patience how long it waits, {@code wait} milliseconds; at most {@link #LONGEST}
 */
record WakeRequest(long after, Duration patience) {

  /** Below the time after which servers and clients give up a silent connection. */
  static final Duration LONGEST = Duration.ofSeconds(50);

  static WakeRequest of(Map<String, String> query) {
    return new WakeRequest(
        number(query, "after", Long.MAX_VALUE),
        Duration.ofMillis(number(query, "wait", LONGEST.toMillis())));
  }

  private static long number(Map<String, String> query, String field, long most) {
    String text = query.getOrDefault(field, "0");
    if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > most) {
      throw new InvalidValueException(field, text, "a whole number from 0 to " + most);
    }
    return Long.parseLong(text);
  }
}

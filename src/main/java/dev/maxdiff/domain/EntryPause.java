package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Entries that may not order for now; their watchers run on, and exits are never paused.
 *
 * @param reason for a person, in a few words
 * @param since in the watchers' time
 * @param dayEquity the equity at the day's start, quote currency, when the day's loss caused the
 *     pause: it ends with that day; null for a pause that ends only when it is lifted
 */
public record EntryPause(PauseScope scope, String reason, Instant since, BigDecimal dayEquity) {

  public EntryPause {
    requireNonNull(scope, "scope");
    requireNonNull(reason, "reason");
    requireNonNull(since, "since");
  }

  /** One line for a person. */
  public String words() {
    return "entries of " + scope.words() + " are paused since " + since + ": " + reason;
  }
}

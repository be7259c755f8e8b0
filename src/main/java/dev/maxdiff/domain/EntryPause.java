package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A pause of entries: they may not order. Their watchers keep running; exits are never paused.
 *
 * @param reason text for a person
 * @param since time on the watchers' clock
 * @param dayEquity equity at the start of the day, quote currency, if the daily loss caused the
 *     pause, which ends with that day; null for a pause that ends when it is lifted
 */
public record EntryPause(PauseScope scope, String reason, Instant since, BigDecimal dayEquity) {

  public EntryPause {
    requireNonNull(scope, "scope");
    requireNonNull(reason, "reason");
    requireNonNull(since, "since");
  }

  /** Returns a description in one line. */
  public String words() {
    return "entries of " + scope.words() + " are paused since " + since + ": " + reason;
  }
}

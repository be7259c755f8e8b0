package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;

/** Checks that both kinds of wish share. */
final class WishBounds {

  private static final Duration MIN_POLL = Duration.ofMillis(10);
  private static final Duration MAX_POLL = Duration.ofHours(1);

  private WishBounds() {}

  static BigDecimal tolerance(String field, BigDecimal value) {
    requireNonNull(value, field);
    if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
      throw new InvalidValueException(field, value, "a fraction from 0 to 1");
    }
    return Decimals.plain(value);
  }

  static Duration poll(Duration value) {
    requireNonNull(value, "poll-seconds");
    if (value.compareTo(MIN_POLL) < 0 || value.compareTo(MAX_POLL) > 0) {
      throw new InvalidValueException("poll-seconds", value, "from 0.01 to 3600 seconds");
    }
    return value;
  }
}

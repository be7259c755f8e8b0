package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * The bounds of a wish's values, the same for every way in and for the watcher's own command line:
 * a wish that no watcher can start with is refused before it takes the place of another.
 */
public final class WishBounds {

  /** The longest life of a watcher: ten years. */
  public static final Duration MAX_LIFE = Duration.ofDays(3660);

  /** The shortest and the longest time between two polls. */
  public static final Duration MIN_POLL = Duration.ofMillis(10);

  public static final Duration MAX_POLL = Duration.ofHours(1);

  /** The highest rank of a pick, in both directions. */
  public static final int MAX_RANK = 1_000_000;

  private static final int MAX_FRACTION_DIGITS = 20;

  /** An end of a stored wish that is later counts as this one: it is later than every watcher's. */
  private static final Instant LAST_END = Instant.parse("2200-01-01T00:00:00Z");

  private WishBounds() {}

  /** Returns a fraction from 0 to 1 without trailing zeros. */
  public static BigDecimal tolerance(String field, BigDecimal value) {
    requireNonNull(value, field);
    boolean tooLong =
        Math.abs((long) value.scale()) > MAX_FRACTION_DIGITS
            || value.precision() > MAX_FRACTION_DIGITS;
    if (tooLong || value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
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

  /** Returns the end of a new wish: after {@code now}, at most {@link #MAX_LIFE} later. */
  public static Instant end(Instant end, Instant now) {
    if (!end.isAfter(now)) {
      throw new InvalidValueException("expires-at", end, "later than now, " + now);
    }
    Instant last = latestEnd(now);
    if (end.isAfter(last)) {
      throw new InvalidValueException("expires-at", end, "not after " + last);
    }
    return end;
  }

  /** Returns the latest end that a watcher which starts now accepts. */
  public static Instant latestEnd(Instant now) {
    return now.plus(MAX_LIFE);
  }

  /** Returns a rank that may be null. */
  public static Integer rank(Integer rank) {
    if (rank != null && Math.abs((long) rank) > MAX_RANK) {
      throw new InvalidValueException("priority-rank", rank, "from 1 to " + MAX_RANK);
    }
    return rank;
  }

  /**
   * Returns the end of any wish, a stored one included: an earlier version accepted ends that no
   * calendar can write, and one such wish must not stop its neighbours.
   */
  static Instant writable(Instant end) {
    return end != null && end.isAfter(LAST_END) ? LAST_END : end;
  }
}

package dev.maxdiff.broker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Limits the requests to a broker with a token bucket, so that an order never waits for a read.
 *
 * <p>The bucket holds a quarter of the requests of a minute and refills evenly. Orders and cancels
 * always pass and may make the balance negative. Lookups need one token. Reads need half of the
 * bucket. A 429 empties the bucket and stops reads for the time that the broker names, or for
 * {@link #DEFAULT_PAUSE}. Thread-safe.
 */
public final class RateBudget {

  /** Purpose of a request, the most urgent first. */
  public enum Purpose {
    /** Places, replaces or cancels an order. */
    ORDER,
    /** Reads data that an order needs before it is sent. */
    LOOKUP,
    /** Reads data for display. */
    READ
  }

  /** Pause of reads after a 429 without a wait time. */
  public static final Duration DEFAULT_PAUSE = Duration.ofSeconds(5);

  /** Smallest accepted limit, in requests per minute. */
  public static final int MINIMUM_PER_MINUTE = 10;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int BURST_PART = 4;

  private final int perMinute;
  private final LongSupplier nanos;
  private final double burst;
  private final Deque<Long> sent = new ArrayDeque<>();
  private double tokens;
  private long filledAt;
  private long pausedUntil;
  private boolean paused;
  private boolean isPauseNamed;

  /**
   * @param perMinute requests per minute; 0 = no limit
   * @param nanos a monotonic clock, in nanoseconds
   * @throws IllegalArgumentException when {@code perMinute} is negative, or from 1 to 9
   */
  public RateBudget(int perMinute, LongSupplier nanos) {
    if (perMinute < 0 || perMinute > 0 && perMinute < MINIMUM_PER_MINUTE) {
      throw new IllegalArgumentException(
          "perMinute: " + perMinute + " (expected: 0 or at least " + MINIMUM_PER_MINUTE + ")");
    }
    this.perMinute = perMinute;
    this.nanos = nanos;
    this.burst = Math.max(1, perMinute / (double) BURST_PART);
    this.tokens = burst;
    this.filledAt = nanos.getAsLong();
  }

  /** A budget without a limit; it counts the requests. */
  public static RateBudget unlimited() {
    return new RateBudget(0, System::nanoTime);
  }

  /** Returns true when a request may be sent now. Only {@link #spend} removes a token. */
  public synchronized boolean allows(Purpose purpose) {
    long now = nanos.getAsLong();
    if (purpose == Purpose.READ && isPaused(now)) {
      return false;
    }
    if (purpose == Purpose.ORDER) {
      return true;
    }
    if (perMinute == 0) {
      return true;
    }
    fill(now);
    return tokens >= (purpose == Purpose.LOOKUP ? 1 : Math.max(1, burst / 2));
  }

  /** Removes a token for a request that is sent now. */
  public synchronized void spend() {
    long now = nanos.getAsLong();
    fill(now);
    tokens--;
    sent.addLast(now);
    forget(now);
  }

  /**
   * Records a 429 of the broker.
   *
   * @param wait the pause that the broker named; null = none named
   */
  public synchronized void rateLimited(Duration wait) {
    Duration pause = wait == null ? DEFAULT_PAUSE : wait;
    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    long until = nanos.getAsLong() + Math.max(pause.toNanos(), 0);
    boolean isLonger = isPaused(nanos.getAsLong());
    isPauseNamed = wait != null || isLonger && isPauseNamed;
    pausedUntil = isLonger ? Math.max(until, pausedUntil) : until;
    paused = true;
    tokens = Math.min(tokens, 0);
  }

  /** Returns the time left of the pause that the broker has named; zero = none. */
  public synchronized Duration retryAfter() {
    long now = nanos.getAsLong();
    return isPauseNamed && isPaused(now) ? Duration.ofNanos(pausedUntil - now) : Duration.ZERO;
  }

  /** Number of requests in the last minute. */
  public synchronized int lastMinute() {
    forget(nanos.getAsLong());
    return sent.size();
  }

  /** Limit in requests per minute; 0 = no limit. */
  public int perMinute() {
    return perMinute;
  }

  /** One line for an operator. */
  public synchronized String describe() {
    String refused = isPaused(nanos.getAsLong()) ? "it has just refused one as too many; " : "";
    String allowed = perMinute == 0 ? "any number" : Integer.toString(perMinute);
    return refused + lastMinute() + " requests in the last minute, allowed " + allowed;
  }

  private boolean isPaused(long now) {
    paused = paused && now - pausedUntil < 0;
    return paused;
  }

  private void fill(long now) {
    double rate = perMinute - burst;
    tokens = Math.min(burst, tokens + rate * (now - filledAt) / MINUTE);
    filledAt = now;
  }

  private void forget(long now) {
    while (!sent.isEmpty() && now - sent.peekFirst() >= MINUTE) {
      sent.removeFirst();
    }
  }
}

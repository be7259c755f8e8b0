package dev.maxdiff.broker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How many requests a broker takes, shared out so that an order never waits for a read.
 *
 * <p>A token bucket: a quarter of the minute's allowance may be spent at once, the rest comes back
 * evenly. Orders and cancels pass always and may leave a debt; what must be known for an order
 * waits for the debt to be paid; other reads leave half of the bucket to the two. A 429 empties the
 * bucket, and stops the other reads for as long as the broker says, or for {@link #PAUSE}.
 * Thread-safe.
 */
public final class RateBudget {

  /** What a request is for, the most urgent first. */
  public enum Purpose {
    /** Places, replaces or cancels an order. */
    ORDER,
    /** Finds out what must be known before an order may be sent. */
    LOOKUP,
    /** Shows somebody something. */
    READ
  }

  /** How long reads stop after a 429 that does not say for how long. */
  public static final Duration PAUSE = Duration.ofSeconds(5);

  /** Less than this, a minute, is no allowance to work with. */
  public static final int LEAST = 10;

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

  /**
   * @param perMinute requests a minute; 0 = as many as anybody likes
   * @param nanos a monotonic clock
   */
  public RateBudget(int perMinute, LongSupplier nanos) {
    if (perMinute < 0 || perMinute > 0 && perMinute < LEAST) {
      throw new IllegalArgumentException(
          "perMinute: " + perMinute + " (expected: 0 or at least " + LEAST + ")");
    }
    this.perMinute = perMinute;
    this.nanos = nanos;
    this.burst = Math.max(1, perMinute / (double) BURST_PART);
    this.tokens = burst;
    this.filledAt = nanos.getAsLong();
  }

  /** A budget that allows everything, and still counts. */
  public static RateBudget unlimited() {
    return new RateBudget(0, System::nanoTime);
  }

  /** Whether a request may leave now. It takes nothing: {@link #spend} does, for each one sent. */
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

  /** A request leaves now. */
  public synchronized void spend() {
    long now = nanos.getAsLong();
    fill(now);
    tokens--;
    sent.addLast(now);
    forget(now);
  }

  /**
   * The broker has refused a request for being one too many.
   *
   * @param wait as it said; null when it did not
   */
  public synchronized void refused(Duration wait) {
    Duration pause = wait == null ? PAUSE : wait;
    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    long until = nanos.getAsLong() + Math.max(pause.toNanos(), 0);
    pausedUntil = isPaused(nanos.getAsLong()) ? Math.max(until, pausedUntil) : until;
    paused = true;
    tokens = Math.min(tokens, 0);
  }

  /** Requests of the last minute. */
  public synchronized int lastMinute() {
    forget(nanos.getAsLong());
    return sent.size();
  }

  /** Requests a minute that are allowed; 0 = any number. */
  public int perMinute() {
    return perMinute;
  }

  /** For an operator. */
  public synchronized String words() {
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

package dev.maxdiff.broker.paper.view;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The exchange's clock: stopped at first, then {@code speed} times as fast as the monotonic clock.
 *
 * <p>Any thread may read it; only the exchange's actor sets, starts and stops it.
 */
public final class VirtualClock implements InstantSource {

  private record Anchor(Instant exchange, long nanos, boolean running) {}

  private final double speed;
  private final LongSupplier nanoTime;
  private volatile Anchor anchor;

  public VirtualClock(double speed, Instant start, LongSupplier nanoTime) {
    this.speed = speed;
    this.nanoTime = nanoTime;
    this.anchor = new Anchor(start, nanoTime.getAsLong(), false);
  }

  @Override
  public Instant instant() {
    Anchor from = anchor;
    if (!from.running) {
      return from.exchange;
    }
    return from.exchange.plusNanos((long) ((nanoTime.getAsLong() - from.nanos) * speed));
  }

  /** The wall time until an exchange time while the clock runs; negative for a past time. */
  public Duration wallTimeUntil(Instant then) {
    return Duration.ofNanos((long) (Duration.between(instant(), then).toNanos() / speed));
  }

  public void set(Instant instant) {
    anchor = new Anchor(instant, nanoTime.getAsLong(), anchor.running);
  }

  public void start() {
    anchor = new Anchor(instant(), nanoTime.getAsLong(), true);
  }

  public void pause() {
    anchor = new Anchor(instant(), nanoTime.getAsLong(), false);
  }

  public boolean isRunning() {
    return anchor.running;
  }
}

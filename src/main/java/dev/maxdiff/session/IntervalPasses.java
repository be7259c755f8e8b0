package dev.maxdiff.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A full pass at the start and whenever the exchange's clock has passed a full interval: by the
 * clock alone, so that no window can be jumped over (H29).
 */
final class IntervalPasses implements Passes {

  private final Duration interval;
  private long last = Long.MIN_VALUE;

  IntervalPasses(Duration interval) {
    this.interval = interval;
  }

  @Override
  public Optional<Pass> due(Instant now) {
    long current = Math.floorDiv(now.toEpochMilli(), interval.toMillis());
    if (current <= last) {
      return Optional.empty();
    }
    last = current;
    return Optional.of(Pass.FULL);
  }
}

package dev.maxdiff.supervision;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.supervision.wishes.SlotState.Active;
import dev.maxdiff.supervision.wishes.WishDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Decides what follows for a wish from the end of its watcher (DESIGN 4.3). Pure, except for the
 * random jitter.
 */
final class WatcherEndRule {

  private final SupervisionSettings settings;
  private final RandomGenerator random;

  WatcherEndRule(SupervisionSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /** The decision. */
  sealed interface Outcome {}

  record IsExpired() implements Outcome {}

  record IsDone() implements Outcome {}

  /** Restart after {@code delay}; an operator is alerted when {@code alert}. */
  record Restart(Duration delay, boolean alert) implements Outcome {}

  record GiveUp() implements Outcome {}

  /**
   * Decides on one end.
   *
   * @param done whether the watcher ended with exit code 0
   * @param failures includes this end unless {@code done}
   */
  Outcome decide(Slot slot, Active state, boolean done, Failures failures, Instant now) {
    if (WishDecision.isOver(state.wish(), now)) {
      return new IsExpired();
    }
    if (done) {
      return endedByItsOldExpiry(state, now) ? new Restart(Duration.ZERO, false) : new IsDone();
    }
    boolean looping = failures.recent().size() > settings.crashLoopFailures();
    if (slot == Slot.ENTRY && looping) {
      return new GiveUp();
    }
    return new Restart(settings.backoff(failures.inARow(), random), looping);
  }

  private static boolean endedByItsOldExpiry(Active state, Instant now) {
    return state.launchedUntil() != null
        && !state.launchedUntil().isAfter(now)
        && !state.wish().expiry().equals(java.util.Optional.of(state.launchedUntil()));
  }
}

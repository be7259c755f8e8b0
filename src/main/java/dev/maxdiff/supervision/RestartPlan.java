package dev.maxdiff.supervision;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.supervision.SlotState.Active;
import java.time.Instant;

/**
 * What is written before a restart. A watcher that keeps ending in the same way costs an event a
 * minute, whatever the backoff: that one covers the generations of the restarts until the next.
 *
 * @param generation of the restart
 * @param more how many generations behind it are covered too
 */
record RestartPlan(long generation, int more, int failures, String reason) {

  /**
   * @param seen the highest generation that the broker has seen in the slot
   */
  static RestartPlan of(
      SupervisionSettings settings, Active state, long seen, int failures, String reason) {
    boolean again = failures > 1 && reason.equals(state.lastReason());
    int covered = again ? settings.restartsWithin(SlotRun.MINUTE, failures) : 1;
    long next = Math.max(state.generation(), seen) + 1;
    return new RestartPlan(next, Math.max(0, covered - 1), failures, reason);
  }

  SlotEvent event(Slot slot, Instant at) {
    return more == 0
        ? new SlotEvent.RestartPlanned(slot, generation, failures, reason, at)
        : new SlotEvent.RestartsPlanned(slot, generation, generation + more, failures, reason, at);
  }
}

package dev.maxdiff.execution;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.SlotId;
import java.time.Duration;
import java.time.Instant;

/**
 * A new order has taken the place of an old one of its slot: for how long the slot had none.
 *
 * @param generation the new order's
 * @param clientOrderId the new order's
 * @param since when the old order ended, in the watchers' time, as the broker tells it; equal to
 *     {@code until} where the broker has put one order in the place of the other
 * @param until when the broker took the new one
 */
public record Receipt(
    SlotId slot, long generation, String clientOrderId, Instant since, Instant until) {

  public Receipt {
    requireNonNull(slot, "slot");
    requireNonNull(since, "since");
    requireNonNull(until, "until");
  }

  /** Never negative: two clocks of one broker may differ by a little. */
  public Duration gap() {
    Duration between = Duration.between(since, until);
    return between.isNegative() ? Duration.ZERO : between;
  }

  /** {@code without an exit order for 143 ms}, or {@code exit order replaced without a gap}. */
  public String words() {
    return gap().isZero()
        ? slot.slot() + " order replaced without a gap"
        : "without an " + slot.slot() + " order for " + length(gap());
  }

  private static String length(Duration gap) {
    if (gap.toSeconds() < 10) {
      return Math.max(gap.toMillis(), 1) + " ms";
    }
    return gap.toMinutes() < 10
        ? gap.toSeconds() + " s"
        : gap.toHours() + " h " + gap.toMinutesPart() + " min";
  }
}

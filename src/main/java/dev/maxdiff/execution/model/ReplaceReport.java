package dev.maxdiff.execution.model;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.SlotId;
import java.time.Duration;
import java.time.Instant;

/**
 * The replacement of an order in its slot, and the time for which the slot had no order.
 *
 * @param generation of the new order
 * @param clientOrderId of the new order
 * @param since end of the old order on the broker's clock; equal to {@code until} if the broker
 *     replaced the order in place
 * @param until acceptance of the new order on the broker's clock
 */
public record ReplaceReport(
    SlotId slot, long generation, String clientOrderId, Instant since, Instant until) {

  public ReplaceReport {
    requireNonNull(slot, "slot");
    requireNonNull(since, "since");
    requireNonNull(until, "until");
  }

  /**
   * Returns the time without an order; never negative, although two clocks of one broker may
   * differ.
   */
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

package dev.maxdiff.control.checks;

import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * The result of one {@link ConsistencyCheck} of a wanted exit.
 *
 * @param words the inconsistencies; empty = none
 * @param uncovered owned quantity without any open closing order; zero = covered
 * @param patience an inconsistency that lasts longer raises an alert
 */
public record ConsistencyFinding(
    SlotId slot, long generation, String words, BigDecimal uncovered, Duration patience) {

  public boolean agreed() {
    return words.isEmpty();
  }

  boolean isUncovered() {
    return uncovered.signum() > 0;
  }
}

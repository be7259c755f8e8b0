package dev.maxdiff.control.checks;

import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * What one hearing of the {@link ConsistencyCheck} of a wanted exit came to.
 *
 * @param words why they do not agree; empty when they do
 * @param uncovered what is held while no order is open that could close any of it; zero = covered
 * @param patience how long a disagreement may last before it is told
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

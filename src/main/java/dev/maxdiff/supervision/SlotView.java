package dev.maxdiff.supervision;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import java.time.Instant;

/**
 * One slot that has, or had, a wish or a process, as its supervisor knows it.
 *
 * @param generation the newest
 * @param wish the last one; null when there is none
 * @param wanted whether the wish stands and has not ended
 * @param pid of the living process; 0 = none
 * @param processGeneration of that process; 0 = none
 * @param state the state of CONTRACT section 3
 * @param startedAt when the newest process started; null = none has in this run
 * @param updatedAt last change or report; null = none in this run
 * @param restarts since the wish
 * @param error why the last process ended or did not start; null = none has
 */
public record SlotView(
    SlotId slot,
    long generation,
    Wish wish,
    boolean wanted,
    int pid,
    long processGeneration,
    String state,
    Instant startedAt,
    Instant updatedAt,
    int restarts,
    String error) {

  /** A slot that nobody ever wished for is not shown. */
  boolean isWorthShowing() {
    return generation > 0 || pid > 0;
  }
}

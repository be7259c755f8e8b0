package dev.maxdiff.supervision;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import java.time.Instant;

/**
 * The view of one slot that has, or had, a wish or a process.
 *
 * @param generation the newest generation
 * @param wish the last wish; null = none
 * @param wanted whether the wish is active
 * @param pid of the running process; 0 = none
 * @param processGeneration generation of that process; 0 = none
 * @param state the state of CONTRACT section 3
 * @param startedAt start of the newest process; null = none has started in this run
 * @param updatedAt time of the last change or report; null = none in this run
 * @param restarts since the wish
 * @param error reason of the last end or failed start; null = none
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

  /** Returns whether the slot ever had a wish or has a process. */
  boolean isWorthShowing() {
    return generation > 0 || pid > 0;
  }
}

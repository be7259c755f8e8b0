package dev.maxdiff.supervision;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.supervision.wishes.HoldDecision;
import java.time.Instant;

/**
 * The view of one slot that has, or had, a wish or a process.
 *
 * @param generation the newest generation
 * @param firstGeneration the first generation of an active wish: a restart makes a newer one
 * @param wish the last wish; null = none
 * @param wanted whether the wish is active
 * @param pid of the running process; 0 = none
 * @param processGeneration generation of that process; 0 = none
 * @param state the state of CONTRACT section 3
 * @param startedAt start of the newest process; null = none has started in this run
 * @param updatedAt time of the last change or report; null = none in this run
 * @param restarts since the wish
 * @param error reason of the last end or failed start; null = none
 * @param heldSince beginning of the slot's hold or of the hold of all keys; null = not held
 */
public record SlotView(
    SlotId slot,
    long generation,
    long firstGeneration,
    Wish wish,
    boolean wanted,
    int pid,
    long processGeneration,
    String state,
    Instant startedAt,
    Instant updatedAt,
    int restarts,
    String error,
    Instant heldSince) {

  /** The state of a held slot without a watcher. */
  public static final String HELD = "held";

  /** Returns who holds the slot since when; only for a held slot. */
  public String heldWords() {
    return HoldDecision.words(heldSince);
  }

  /** Returns the view with the hold; a held slot without a wish and a process shows it as state. */
  SlotView withHold(Instant since) {
    boolean shows = since != null && !wanted && pid == 0;
    return new SlotView(
        slot,
        generation,
        firstGeneration,
        wish,
        wanted,
        pid,
        processGeneration,
        shows ? HELD : state,
        startedAt,
        updatedAt,
        restarts,
        error,
        since);
  }
}

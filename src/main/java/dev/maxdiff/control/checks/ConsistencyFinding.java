package dev.maxdiff.control.checks;

import dev.maxdiff.domain.SlotId;
import java.time.Duration;

/**
 * The result of one {@link ConsistencyCheck} of a wanted exit, or of an exit whose key owns
 * something.
 *
 * @param words the inconsistencies; empty = none
 * @param notice what is not covered, or not watched; null = nothing
 * @param patience an inconsistency that lasts longer raises an alert
 */
public record ConsistencyFinding(
    SlotId slot, long generation, String words, ExitNotice notice, Duration patience) {

  public boolean agreed() {
    return words.isEmpty();
  }

  boolean isUncovered() {
    return notice != null && notice.kind() == ExitNotice.Kind.UNCOVERED;
  }
}

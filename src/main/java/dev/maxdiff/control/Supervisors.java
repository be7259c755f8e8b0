package dev.maxdiff.control;

import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What control needs of supervision; plain Java, no actor shows through.
 *
 * <p>Calls return at once and may come from any thread. Wishes of one slot are handed over in the
 * order in which they were made; the answer to an earlier one is not waited for.
 */
public interface Supervisors {

  /**
   * Makes {@code wish} the wish of its slot.
   *
   * @param increments the asset's steps, by which equal wishes are recognised
   * @param operator a person asks, not a loop
   * @param retry starts an equal wish again that is in {@code crash_loop}
   * @return answered once the wish is durable, or was not needed; a failure means that it is not
   *     known whether it was written
   */
  CompletionStage<Verdict> want(Wish wish, Increments increments, boolean operator, boolean retry);

  /** Withdraws the wishes of these slots; answered once their watchers are gone. */
  CompletionStage<List<StopAnswer>> withdraw(Set<SlotId> slots, boolean keepOrders);

  /** Every slot that has, or had, a wish or a process. */
  CompletionStage<List<SlotState>> slots();

  /**
   * What became of a wish.
   *
   * @param generation the slot's generation now
   * @param replaced the wish that stood before, when the outcome is {@code REPLACED}; else null
   * @param reason why not, for {@code DENIED}, {@code SUPERSEDED} and {@code UNRESOLVED}; else null
   */
  record Verdict(WishAnswer.Outcome outcome, long generation, Wish replaced, String reason) {}

  /**
   * One slot as its supervisor and the process registry know it.
   *
   * @param generation the newest generation
   * @param wish the last wish; null when there never was one
   * @param wanted whether the wish stands and has not ended
   * @param pid the living process, 0 = none
   * @param processGeneration the generation of that process, 0 = none
   * @param state the state of CONTRACT section 3
   * @param startedAt when the newest process started; null = never
   * @param updatedAt last change or report; null = never
   * @param error the last error; null = none
   */
  record SlotState(
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
      String error) {}
}

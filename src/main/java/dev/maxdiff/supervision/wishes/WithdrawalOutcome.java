package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.SlotId;

/**
 * The outcome of a slot's withdrawal.
 *
 * @param done whether the wish is withdrawn and no process is left
 * @param words one line for a person
 */
public record WithdrawalOutcome(SlotId slot, boolean done, String words) {

  /** The words for a slot without a wish and without a process. */
  public static final String NOT_WANTED = "was not wanted";
}

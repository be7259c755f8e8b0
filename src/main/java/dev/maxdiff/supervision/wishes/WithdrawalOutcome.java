package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.SlotId;

/**
 * The outcome of a slot's withdrawal.
 *
 * @param done whether the wish is withdrawn and no process is left
 * @param words one line for a person
 */
public record WithdrawalOutcome(SlotId slot, boolean done, String words) {}

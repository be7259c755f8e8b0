package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.SlotId;

/**
 * The outcome of a request to lift a slot's hold.
 *
 * @param lifted false if the slot was not held
 */
public record LiftOutcome(SlotId slot, boolean lifted) {}

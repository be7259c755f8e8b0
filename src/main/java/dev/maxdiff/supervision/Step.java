package dev.maxdiff.supervision;

import java.util.function.Consumer;

/**
 * What is to be written about a slot, and what follows once it is durable. Whoever decides a step
 * hands it to the supervisor, the only one that writes.
 *
 * @param event null = nothing is written, and nothing follows
 * @param then is given what the journal knows of the slot after the event
 */
record Step(SlotEvent event, Consumer<SlotState> then) {

  static final Step NONE = new Step(null, after -> {});
}

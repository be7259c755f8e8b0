package dev.maxdiff.supervision;

import java.util.function.Consumer;

/**
 * An event to persist for a slot, and the action that follows once the event is durable. The
 * supervisor alone persists; other classes return transitions to it.
 *
 * @param event null = no event, and no action
 * @param then receives the slot's state after the event
 */
record Step(SlotEvent event, Consumer<SlotState> then) {

  static final Step NONE = new Step(null, after -> {});
}

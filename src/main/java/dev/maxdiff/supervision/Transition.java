package dev.maxdiff.supervision;

import dev.maxdiff.supervision.wishes.SlotEvent;
import dev.maxdiff.supervision.wishes.SlotState;
import java.util.function.Consumer;

/**
 * An event to persist for a slot, and the action that follows once the event is durable. The
 * supervisor alone persists; other classes return transitions to it.
 *
 * @param event null = no event, and no action
 * @param then receives the slot's state after the event
 */
record Transition(SlotEvent event, Consumer<SlotState> then) {

  static final Transition NONE = new Transition(null, after -> {});
}

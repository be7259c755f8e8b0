package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Slot;

/** The journalled state of one key: the states of its two slots. */
public record KeyState(SlotState entry, SlotState exit) implements JsonSerializable {

  public static final KeyState EMPTY = new KeyState(SlotState.NONE, SlotState.NONE);

  public SlotState of(Slot slot) {
    return slot == Slot.ENTRY ? entry : exit;
  }

  public KeyState on(SlotEvent event) {
    return event.slot() == Slot.ENTRY
        ? new KeyState(entry.on(event), exit)
        : new KeyState(entry, exit.on(event));
  }
}

package dev.maxdiff.supervision;

import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Slot;

/** What the journal knows of one key. */
public record KeyState(SlotState entry, SlotState exit) implements JsonSerializable {

  static final KeyState EMPTY = new KeyState(SlotState.NONE, SlotState.NONE);

  SlotState of(Slot slot) {
    return slot == Slot.ENTRY ? entry : exit;
  }

  KeyState on(SlotEvent event) {
    return event.slot() == Slot.ENTRY
        ? new KeyState(entry.on(event), exit)
        : new KeyState(entry, exit.on(event));
  }
}

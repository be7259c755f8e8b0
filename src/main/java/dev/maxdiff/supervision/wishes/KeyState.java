package dev.maxdiff.supervision.wishes;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Slot;

/**
 * The journalled state of one key: the states of its two slots.
 *
 * @param trades the trades of plan rows; null = none, as in snapshots of earlier versions
 */
public record KeyState(
    SlotState entry,
    SlotState exit,
    @JsonInclude(JsonInclude.Include.NON_NULL) PlannedTrades trades)
    implements JsonSerializable {

  public static final KeyState EMPTY = new KeyState(SlotState.NONE, SlotState.NONE, null);

  public SlotState of(Slot slot) {
    return slot == Slot.ENTRY ? entry : exit;
  }

  /** Returns the trades of plan rows. */
  public PlannedTrades planned() {
    return trades == null ? PlannedTrades.NONE : trades;
  }

  private PlannedTrades after(SlotEvent event) {
    PlannedTrades after = planned().on(event, entry);
    return after.lines().isEmpty() ? null : after;
  }

  public KeyState on(SlotEvent event) {
    return event.slot() == Slot.ENTRY
        ? new KeyState(entry.on(event), exit, after(event))
        : new KeyState(entry, exit.on(event), trades);
  }
}

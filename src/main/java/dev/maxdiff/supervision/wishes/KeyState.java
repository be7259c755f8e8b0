package dev.maxdiff.supervision.wishes;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Slot;

/**
 * The journalled state of one key: the states and the holds of its two slots.
 *
 * @param trades the trades of plan rows; null = none, as in snapshots of earlier versions
 * @param entryHold null = {@link SlotHold#NONE}, as in snapshots of earlier versions
 * @param exitHold null = {@link SlotHold#NONE}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyState(
    SlotState entry, SlotState exit, PlannedTrades trades, SlotHold entryHold, SlotHold exitHold)
    implements JsonSerializable {

  public static final KeyState EMPTY =
      new KeyState(SlotState.NONE, SlotState.NONE, null, null, null);

  public SlotState of(Slot slot) {
    return slot == Slot.ENTRY ? entry : exit;
  }

  /** Returns the trades of plan rows. */
  public PlannedTrades planned() {
    return trades == null ? PlannedTrades.NONE : trades;
  }

  public SlotHold hold(Slot slot) {
    SlotHold hold = slot == Slot.ENTRY ? entryHold : exitHold;
    return hold == null ? SlotHold.NONE : hold;
  }

  private PlannedTrades after(SlotEvent event) {
    PlannedTrades after = planned().on(event, entry);
    return after.lines().isEmpty() ? null : after;
  }

  public KeyState on(SlotEvent event) {
    Slot slot = event.slot();
    SlotHold hold = hold(slot).on(event);
    SlotHold stored = hold.equals(SlotHold.NONE) ? null : hold;
    return slot == Slot.ENTRY
        ? new KeyState(entry.on(event), exit, after(event), stored, exitHold)
        : new KeyState(entry, exit.on(event), trades, entryHold, stored);
  }
}

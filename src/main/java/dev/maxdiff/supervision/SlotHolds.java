package dev.maxdiff.supervision;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.GeneralHold;
import dev.maxdiff.supervision.wishes.HoldDecision;
import dev.maxdiff.supervision.wishes.KeyState;
import dev.maxdiff.supervision.wishes.SlotEvent;
import dev.maxdiff.supervision.wishes.SlotHold;
import dev.maxdiff.supervision.wishes.SlotState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The holds of one key's slots: asks the decisions, and shows a changed hold. */
final class SlotHolds {

  private final AllKeysHold allKeys;
  private final Collection<SlotRuntimeState> runs;
  private final SlotEffects effects;
  private final SlotViews slotViews;

  SlotHolds(
      AllKeysHold allKeys,
      Collection<SlotRuntimeState> runs,
      SlotEffects effects,
      SlotViews slotViews) {
    this.allKeys = allKeys;
    this.runs = runs;
    this.effects = effects;
    this.slotViews = slotViews;
  }

  /** Returns the events of the holds that an accepted wish lifts. */
  List<SlotEvent> liftedBy(KeyState state, CheckedWish wish) {
    return HoldDecision.lifted(state, general(), wish, effects.now());
  }

  /** Returns the event of a lifted hold; empty if the slot is not held. */
  Optional<SlotEvent> lifted(KeyState state, Slot slot, String reason) {
    return HoldDecision.lifted(state, general(), slot, reason, effects.now());
  }

  /** Returns the events of a withdrawal: the end of a wish, and a hold that is asked for. */
  List<SlotEvent> withdrawal(KeyState state, SlotState before, Request request) {
    List<SlotEvent> events = new ArrayList<>();
    if (request.wished) {
      events.add(
          new SlotEvent.Withdrawn(
              request.slot, before.generation(), request.reason, effects.now()));
    }
    if (request.hold && state.hold(request.slot).since() == null) {
      events.add(new SlotEvent.Held(request.slot, request.reason, effects.now()));
    }
    return events;
  }

  /**
   * A withdrawal.
   *
   * @param wished whether there is a wish or a process to end
   * @param hold whether the slot is held afterwards
   */
  record Request(Slot slot, boolean wished, boolean hold, String reason) {}

  /** Shows the holds of {@code after} in views and watcher files. */
  void show(KeyState after) {
    for (SlotRuntimeState run : runs) {
      Slot slot = run.slot.slot();
      SlotHold hold = after.hold(slot);
      if (!hold.equals(run.hold)) {
        run.hold = hold;
        showInFile(run);
        slotViews.publish(run.view(after.of(slot)), run);
      }
    }
  }

  /** Writes the hold of a slot, or the hold of all keys, to the slot's newest file. */
  void showInFile(SlotRuntimeState run) {
    effects.held(run.slot, run.hold.since(general()).orElse(null));
  }

  /** Returns the hold of all keys. */
  GeneralHold general() {
    return allKeys.current();
  }
}

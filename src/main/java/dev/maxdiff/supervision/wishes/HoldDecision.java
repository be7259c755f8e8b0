package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides who may wish in a held slot, and which holds a wish lifts (DESIGN 4.1). Pure. */
public final class HoldDecision {

  private HoldDecision() {}

  /** Returns the reason to deny a wish: a loop's wish lifts no hold. Empty = permitted. */
  public static Optional<String> refusal(KeyState state, GeneralHold all, CheckedWish wish) {
    Slot slot = wish.wish().slotId().slot();
    return wish.operator()
        ? Optional.empty()
        : state.hold(slot).since(all).map(HoldDecision::words);
  }

  /** Returns the words for a slot that is held since {@code since}. */
  public static String words(Instant since) {
    return "held by an operator since " + since;
  }

  /**
   * Returns the events of the holds that an accepted wish of an operator lifts: an exit's its own
   * slot's only, because it protects what is left and admits no entry; an entry's both, because
   * what it buys needs an exit.
   */
  public static List<SlotEvent> lifted(
      KeyState state, GeneralHold all, CheckedWish wish, Instant now) {
    Slot slot = wish.wish().slotId().slot();
    List<SlotEvent> events = new ArrayList<>();
    if (wish.operator()) {
      String reason = "an operator's " + slot + " wish";
      lifted(state, all, slot, reason, now).ifPresent(events::add);
      if (slot == Slot.ENTRY) {
        lifted(state, all, Slot.EXIT, reason, now).ifPresent(events::add);
      }
    }
    return events;
  }

  /** Returns the event that lifts the holds of a slot; empty if it is not held. */
  public static Optional<SlotEvent> lifted(
      KeyState state, GeneralHold all, Slot slot, String reason, Instant now) {
    return state
        .hold(slot)
        .since(all)
        .map(since -> new SlotEvent.HoldLifted(slot, all.killAlls(), reason, now));
  }
}

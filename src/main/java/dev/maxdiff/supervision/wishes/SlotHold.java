package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.JsonSerializable;
import java.time.Instant;
import java.util.Optional;

/**
 * The journalled hold of one slot.
 *
 * @param since the watchers' time of the hold; null = the slot has no hold of its own
 * @param lifted the number of holds of all keys that were lifted for this slot
 */
public record SlotHold(Instant since, long lifted) implements JsonSerializable {

  public static final SlotHold NONE = new SlotHold(null, 0);

  SlotHold on(SlotEvent event) {
    if (event instanceof SlotEvent.Held held) {
      return since == null ? new SlotHold(held.at(), lifted) : this;
    }
    return event instanceof SlotEvent.HoldLifted ended
        ? new SlotHold(null, Math.max(lifted, ended.killAlls()))
        : this;
  }

  /** Returns the start of the slot's own hold or of the hold of all keys; empty = not held. */
  public Optional<Instant> since(GeneralHold all) {
    boolean heldWithAll = all.since() != null && lifted < all.killAlls();
    return Optional.ofNullable(since)
        .or(() -> Optional.ofNullable(heldWithAll ? all.since() : null));
  }
}

package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/** One of the two slots of a key: the unit in which "exactly one watcher" is promised. */
public record SlotId(WatcherKey key, Slot slot) implements Comparable<SlotId> {

  private static final Comparator<SlotId> ORDER =
      Comparator.comparing(SlotId::key).thenComparing(SlotId::slot);

  public SlotId {
    requireNonNull(key, "key");
    requireNonNull(slot, "slot");
  }

  /** The side of the orders that this slot's watcher places. */
  public Side orderSide() {
    return slot.orderSide(key.side());
  }

  @Override
  public int compareTo(SlotId other) {
    return ORDER.compare(this, other);
  }

  /** For people and logs: {@code BTCUSD|buy|maxdiff exit}. */
  @Override
  public String toString() {
    return key + " " + slot;
  }
}

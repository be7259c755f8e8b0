package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/** One slot of a key; at most one watcher runs in it at any time. */
public record SlotId(WatcherKey key, Slot slot) implements Comparable<SlotId> {

  private static final Comparator<SlotId> ORDER =
      Comparator.comparing(SlotId::key).thenComparing(SlotId::slot);

  public SlotId {
    requireNonNull(key, "key");
    requireNonNull(slot, "slot");
  }

  /** Returns the side of the slot's orders. */
  public Side orderSide() {
    return slot.orderSide(key.side());
  }

  @Override
  public int compareTo(SlotId other) {
    return ORDER.compare(this, other);
  }

  /** Returns the text for people and logs: {@code BTCUSD|buy|maxdiff exit}. */
  @Override
  public String toString() {
    return key + " " + slot;
  }
}

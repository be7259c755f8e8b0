package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.WatcherKey;
import java.util.Collection;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * The order in which the orders of the keys changed, over the ledgers of one sequence of reads: who
 * keeps a figure for each key computes only the changed ones anew. Immutable.
 */
final class KeyChanges {

  private final Object sequence;
  private final long newest;
  private final TreePMap<WatcherKey, Long> byKey;
  private final TreePMap<Long, WatcherKey> byNumber;

  private KeyChanges(
      Object sequence,
      long newest,
      TreePMap<WatcherKey, Long> byKey,
      TreePMap<Long, WatcherKey> byNumber) {
    this.sequence = sequence;
    this.newest = newest;
    this.byKey = byKey;
    this.byNumber = byNumber;
  }

  /** Begins a sequence of its own. */
  static KeyChanges begin() {
    return new KeyChanges(new Object(), 0, TreePMap.empty(), TreePMap.empty());
  }

  KeyChanges plus(WatcherKey key) {
    long number = newest + 1;
    Long before = byKey.get(key);
    return new KeyChanges(
        sequence,
        number,
        byKey.plus(key, number),
        (before == null ? byNumber : byNumber.minus(before)).plus(number, key));
  }

  /**
   * Returns the keys that differ between the two, whichever is newer; empty if they are of
   * different sequences.
   */
  Optional<Collection<WatcherKey>> between(KeyChanges other) {
    if (sequence != other.sequence) {
      return Optional.empty();
    }
    KeyChanges newer = newest >= other.newest ? this : other;
    return Optional.of(newer.byNumber.tailMap(Math.min(newest, other.newest), false).values());
  }
}

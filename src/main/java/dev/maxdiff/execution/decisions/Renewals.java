package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.SlotId;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The renewals of orders that the broker will end for their age, while those orders are open.
 * Immutable.
 *
 * @param begun monotonic time of the newest attempt, nanoseconds, by slot: a renewed order has
 *     another id, and where it ended no later than the old one it would be renewed again and again
 * @param told the orders whose failure an alert has named
 */
public record Renewals(Map<SlotId, Long> begun, Set<String> told) {

  /** Time after which a renewal that was refused is tried again. */
  private static final Duration AGAIN = Duration.ofHours(1);

  static final Renewals NONE = new Renewals(Map.of(), Set.of());

  public Renewals {
    begun = Collections.unmodifiableSortedMap(new TreeMap<>(begun));
    told = Collections.unmodifiableSortedSet(new TreeSet<>(told));
  }

  boolean isDue(SlotId slot, long nanos) {
    Long at = begun.get(slot);
    return at == null || nanos - at >= AGAIN.toNanos();
  }

  Renewals begun(SlotId slot, long nanos) {
    Map<SlotId, Long> all = new TreeMap<>(begun);
    all.put(slot, nanos);
    return new Renewals(all, told);
  }

  Renewals told(String id) {
    Set<String> all = new TreeSet<>(told);
    all.add(id);
    return new Renewals(begun, all);
  }

  /** Forgets attempts that are long past, and orders that are not open any more. */
  Renewals keeping(Set<String> open, long nanos) {
    if (begun.isEmpty() && told.isEmpty()) {
      return this;
    }
    Map<SlotId, Long> recent = new TreeMap<>(begun);
    recent.keySet().removeIf(slot -> isDue(slot, nanos));
    Set<String> kept = new TreeSet<>(told);
    kept.retainAll(open);
    return new Renewals(recent, kept);
  }
}

package dev.maxdiff.execution.decisions;

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
 * @param begun monotonic time of the newest attempt, nanoseconds, by the broker's id
 * @param told the orders whose failure an alert has named
 */
public record Renewals(Map<String, Long> begun, Set<String> told) {

  /** Time after which a renewal that was refused is tried again. */
  private static final Duration AGAIN = Duration.ofHours(1);

  static final Renewals NONE = new Renewals(Map.of(), Set.of());

  public Renewals {
    begun = Collections.unmodifiableSortedMap(new TreeMap<>(begun));
    told = Collections.unmodifiableSortedSet(new TreeSet<>(told));
  }

  boolean isDue(String id, long nanos) {
    Long at = begun.get(id);
    return at == null || nanos - at >= AGAIN.toNanos();
  }

  Renewals begun(String id, long nanos) {
    Map<String, Long> all = new TreeMap<>(begun);
    all.put(id, nanos);
    return new Renewals(all, told);
  }

  Renewals told(String id) {
    Set<String> all = new TreeSet<>(told);
    all.add(id);
    return new Renewals(begun, all);
  }

  Renewals keeping(Set<String> open) {
    return begun.isEmpty() && told.isEmpty() ? this : new Renewals(of(begun, open), of(told, open));
  }

  private static Map<String, Long> of(Map<String, Long> all, Set<String> open) {
    Map<String, Long> kept = new TreeMap<>(all);
    kept.keySet().retainAll(open);
    return kept;
  }

  private static Set<String> of(Set<String> all, Set<String> open) {
    Set<String> kept = new TreeSet<>(all);
    kept.retainAll(open);
    return kept;
  }
}

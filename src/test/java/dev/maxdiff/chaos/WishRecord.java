package dev.maxdiff.chaos;

import dev.maxdiff.domain.SlotId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the clients were told: against it the promises P2, P3 and P6 are held. Thread-safe. */
final class WishRecord {

  enum Result {
    /** Durable. */
    ACKNOWLEDGED,
    /** A newer wish took its place. */
    OVERTAKEN,
    /** Certainly not taken. */
    REFUSED,
    /** The answer was lost. */
    UNKNOWN
  }

  /**
   * One question and its answer.
   *
   * @param sent and
   * @param ended of {@link System#nanoTime}; an unknown one has no effect after that
   * @param generation of an acknowledged wish
   */
  record Entry(Deed.Ask ask, long sent, long ended, Result result, long generation) {

    /** Whether it certainly took effect after {@code other}. */
    boolean isAfter(Entry other) {
      boolean numbered =
          ask instanceof Deed.Want
              && other.ask instanceof Deed.Want
              && other.result == Result.ACKNOWLEDGED;
      return numbered ? generation > other.generation : sent - other.ended > 0;
    }

    Optional<Expected> expected() {
      return ask instanceof Deed.Want want
          ? Optional.of(Expected.of(want.wish()))
          : Optional.empty();
    }
  }

  private final Map<SlotId, List<Entry>> entries = new HashMap<>();
  private final Map<Result, Integer> counts = new HashMap<>();
  private int asked;

  synchronized void add(Entry entry) {
    asked++;
    counts.merge(entry.result, 1, Integer::sum);
    entries.computeIfAbsent(entry.ask.slot(), slot -> new ArrayList<>()).add(entry);
  }

  /** Every slot that was ever asked about. */
  synchronized Set<SlotId> slots() {
    return Set.copyOf(entries.keySet());
  }

  /** What may be wanted in a slot now, while nobody asks; empty = no watcher. */
  synchronized Set<Optional<Expected>> allowed(SlotId slot) {
    List<Entry> all = entries.getOrDefault(slot, List.of());
    List<Entry> acknowledged =
        all.stream().filter(entry -> entry.result == Result.ACKNOWLEDGED).toList();
    Set<Optional<Expected>> allowed = new LinkedHashSet<>();
    if (acknowledged.isEmpty()) {
      allowed.add(Optional.empty());
    }
    for (Entry entry : all) {
      boolean mayStand = entry.result == Result.ACKNOWLEDGED || entry.result == Result.UNKNOWN;
      if (mayStand && acknowledged.stream().noneMatch(other -> other.isAfter(entry))) {
        allowed.add(entry.expected());
      }
    }
    return allowed;
  }

  synchronized int asked() {
    return asked;
  }

  @Override
  public synchronized String toString() {
    return asked + " asked: " + counts;
  }
}

package dev.maxdiff.chaos;

import dev.maxdiff.domain.SlotId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The clients' requests and their results, for the checks of P2, P3 and P6. Thread-safe. */
final class RequestLog {

  enum Result {
    /** The request is durable. */
    ACKNOWLEDGED,
    /** A newer wish replaced this wish. */
    SUPERSEDED,
    /** The runtime did not accept the request. */
    REFUSED,
    /** The answer was lost: the runtime may have accepted the request. */
    UNKNOWN
  }

  /**
   * One request and its result.
   *
   * @param sent {@link System#nanoTime} of the request
   * @param ended {@link System#nanoTime} of the result; a request without an answer has no effect
   *     after that time
   * @param generation the generation of an acknowledged wish
   */
  record Entry(
      ChaosAction.ClientRequest request, long sent, long ended, Result result, long generation) {

    /** Whether this request certainly took effect after {@code other}. */
    boolean isAfter(Entry other) {
      boolean numbered =
          request instanceof ChaosAction.SubmitWish
              && other.request instanceof ChaosAction.SubmitWish
              && other.result == Result.ACKNOWLEDGED;
      return numbered ? generation > other.generation : sent - other.ended > 0;
    }

    Optional<WishedOrder> expected() {
      return request instanceof ChaosAction.SubmitWish want
          ? Optional.of(WishedOrder.of(want.wish()))
          : Optional.empty();
    }
  }

  private final Map<SlotId, List<Entry>> entries = new HashMap<>();
  private final Map<Result, Integer> counts = new HashMap<>();
  private int count;

  synchronized void add(Entry entry) {
    count++;
    counts.merge(entry.result, 1, Integer::sum);
    entries.computeIfAbsent(entry.request.slot(), slot -> new ArrayList<>()).add(entry);
  }

  /** Every slot with a request. */
  synchronized Set<SlotId> slots() {
    return Set.copyOf(entries.keySet());
  }

  /** The orders that a slot may have while no request is under way; empty = no watcher. */
  synchronized Set<Optional<WishedOrder>> allowed(SlotId slot) {
    List<Entry> all = entries.getOrDefault(slot, List.of());
    List<Entry> acknowledged =
        all.stream().filter(entry -> entry.result == Result.ACKNOWLEDGED).toList();
    Set<Optional<WishedOrder>> allowed = new LinkedHashSet<>();
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

  synchronized int count() {
    return count;
  }

  @Override
  public synchronized String toString() {
    return count + " sent: " + counts;
  }
}

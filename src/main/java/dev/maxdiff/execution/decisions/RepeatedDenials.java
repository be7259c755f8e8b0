package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.OrderEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The denials that repeat themselves, by slot and reason: the first one is published, the others
 * are counted. Immutable.
 */
public record RepeatedDenials(Map<Cause, Run> runs) {

  static final RepeatedDenials NONE = new RepeatedDenials(Map.of());

  /** Denials with the same cause are one run. */
  record Cause(SlotId slot, String reason) {

    static Cause of(OrderEvent.Denied denied) {
      return new Cause(denied.slot(), denied.reason());
    }
  }

  /**
   * The denials of one cause and generation without an accepted order between them.
   *
   * @param count of all denials, with the first
   * @param publishedAt time of the newest published line, monotonic, nanoseconds
   * @param lastAt time of the newest denial, monotonic, nanoseconds
   */
  record Run(OrderEvent.Denied newest, long count, Instant since, long publishedAt, long lastAt) {

    Run again(OrderEvent.Denied denied, long nanos) {
      return new Run(denied, count + 1, since, publishedAt, nanos);
    }

    Run published(long nanos) {
      return new Run(newest, count, since, nanos, lastAt);
    }

    boolean isOf(OrderEvent.Denied denied) {
      return newest.generation() == denied.generation();
    }
  }

  public RepeatedDenials {
    runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
  }

  RepeatedDenials with(Run run) {
    Map<Cause, Run> all = new LinkedHashMap<>(runs);
    all.put(Cause.of(run.newest), run);
    return new RepeatedDenials(all);
  }

  /** Returns the runs that fit, in the order of their first denials. */
  List<Run> of(Predicate<Run> selected) {
    return runs.values().stream()
        .filter(selected)
        .sorted((one, other) -> one.since.compareTo(other.since))
        .toList();
  }

  RepeatedDenials without(List<Run> ended) {
    Map<Cause, Run> all = new LinkedHashMap<>(runs);
    ended.forEach(run -> all.remove(Cause.of(run.newest)));
    return new RepeatedDenials(all);
  }
}

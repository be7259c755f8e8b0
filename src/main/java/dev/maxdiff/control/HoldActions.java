package dev.maxdiff.control;

import dev.maxdiff.control.events.EventBus;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.Supervisors;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Lifts the holds of slots for an operator, and announces it when all of them are lifted. */
final class HoldActions {

  private static final String RESUMED = "resumed by an operator";
  private static final String BY_KILL_ALL = "by kill-all; 'maxdiff resume --all' lifts that";

  /** Exits first: they protect what the keys hold. */
  private static final Comparator<SlotId> EXITS_FIRST =
      Comparator.<SlotId, Boolean>comparing(slot -> slot.slot() == Slot.ENTRY)
          .thenComparing(Comparator.naturalOrder());

  private final Supervisors supervisors;
  private final EventBus events;
  private final InstantSource clock;

  HoldActions(Supervisors supervisors, EventBus events, InstantSource clock) {
    this.supervisors = supervisors;
    this.events = events;
    this.clock = clock;
  }

  /**
   * The result of {@link #lift}.
   *
   * @param lifted the slots that were held, exits first
   * @param everything whether the hold of all keys is lifted too
   */
  record Lifted(List<SlotId> lifted, boolean everything, List<ActionLine> lines) {

    static final Lifted NOTHING = new Lifted(List.of(), false, List.of());
  }

  /** Lifts the holds that the request names; a loop's request lifts none and says so. */
  CompletionStage<Lifted> lift(ResumeRequest request) {
    List<SlotId> held = held(request);
    boolean general = supervisors.generalHold().since() != null;
    if (!request.namesHolds() || !request.isOperators()) {
      return CompletableFuture.completedFuture(
          new Lifted(List.of(), false, remaining(request, held, general)));
    }
    return supervisors
        .lift(candidates(request), RESUMED)
        .thenCompose(
            lifted ->
                request.all() && general
                    ? supervisors.liftAll().thenApply(done -> lifted(request, lifted, true))
                    : CompletableFuture.completedFuture(lifted(request, lifted, general)));
  }

  private Lifted lifted(ResumeRequest request, List<SlotId> lifted, boolean general) {
    boolean everything = request.all() && general;
    List<ActionLine> lines = new ArrayList<>();
    lifted.forEach(slot -> lines.add(new ActionLine(true, slot + " is no longer held")));
    if (everything) {
      lines.add(new ActionLine(true, "the hold of all keys is lifted"));
    } else if (general) {
      lines.add(new ActionLine(true, "keys that are not known yet stay held " + BY_KILL_ALL));
    }
    return new Lifted(lifted, everything, lines);
  }

  /** Announces lifted holds: a session then evaluates its plan once more. */
  void announce(Lifted lifted) {
    lifted.lifted.forEach(slot -> publish(slot, RESUMED));
    if (lifted.everything) {
      publish(null, "the hold of all keys is lifted");
    }
  }

  private void publish(SlotId slot, String words) {
    events.publish(
        new RuntimeEvent(clock.instant(), RuntimeEvent.Kind.RESUMED, slot, 0, null, null, words));
  }

  private static List<ActionLine> remaining(
      ResumeRequest request, List<SlotId> held, boolean general) {
    List<ActionLine> lines = new ArrayList<>();
    if (request.namesHolds() && (general || !held.isEmpty())) {
      lines.add(
          new ActionLine(
              false,
              "holds stay: only an operator lifts them (from a terminal, or with --operator)"));
    } else if (general) {
      lines.add(new ActionLine(true, "every key stays held " + BY_KILL_ALL));
    } else if (!held.isEmpty()) {
      lines.add(
          new ActionLine(
              true,
              held.size() + " slots stay held; 'maxdiff resume SYMBOL' lifts a symbol's holds"));
    }
    return lines;
  }

  /** Returns the held slots of this run within the scope, exits first. */
  private List<SlotId> held(ResumeRequest request) {
    return supervisors.slots().stream()
        .filter(view -> view.heldSince() != null)
        .map(SlotView::slot)
        .filter(slot -> matches(request, slot.key()))
        .sorted(EXITS_FIRST)
        .toList();
  }

  /**
   * Returns the slots that may be held, exits first. With the hold of all keys these are the slots
   * of every known key of the symbol; {@code resume --all} lifts that hold itself.
   */
  private List<SlotId> candidates(ResumeRequest request) {
    boolean general = supervisors.generalHold().since() != null;
    if (request.all() || !general) {
      return held(request);
    }
    return supervisors.knownKeys().stream()
        .filter(key -> matches(request, key))
        .flatMap(key -> Stream.of(Slot.values()).map(key::slot))
        .sorted(EXITS_FIRST)
        .toList();
  }

  private static boolean matches(ResumeRequest request, WatcherKey key) {
    return request.scope().covers(key);
  }
}

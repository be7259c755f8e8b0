package dev.maxdiff.supervision;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.state.WatcherFile;
import dev.maxdiff.state.WatcherFiles;
import dev.maxdiff.supervision.SlotState.Active;
import dev.maxdiff.supervision.SlotState.Over;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The newest view of every slot, published by the supervisors, so that reading it waits for none of
 * them. Thread-safe.
 */
final class SlotBoard {

  private final ConcurrentMap<SlotId, SlotView> views = new ConcurrentHashMap<>();
  private final WatcherFiles files;

  private final AtomicLong published = new AtomicLong();
  private volatile Shown shown = new Shown(-1, List.of());

  /** No slot ever leaves the board, so there is a new order only when one has come. */
  private volatile List<SlotId> sorted = List.of();

  SlotBoard(WatcherFiles files) {
    this.files = files;
  }

  void publish(SlotState state, SlotRun run) {
    SlotView view =
        new SlotView(
            run.slot,
            state.generation(),
            wish(state),
            state instanceof Active,
            run.process == null ? 0 : run.process.pid(),
            run.processGeneration,
            phase(state, run),
            run.startedAt,
            null,
            state instanceof Active active ? active.restarts() : 0,
            error(state, run));
    if (view.isWorthShowing()) {
      views.put(run.slot, view);
      published.incrementAndGet();
    }
  }

  /**
   * Sorted by slot; state and last report as the children gave them. The same list while nothing
   * changes.
   */
  List<SlotView> views() {
    long version = published.get() + files.changes(); // both only grow, so a sum stands for a pair
    Shown known = shown;
    if (known.version != version) {
      known =
          new Shown(version, sorted().stream().map(slot -> withReport(views.get(slot))).toList());
      shown = known;
    }
    return known.views;
  }

  /**
   * What was shown last.
   *
   * @param version from before it was put together: it may hold more, and then it is not shown
   *     again
   */
  private record Shown(long version, List<SlotView> views) {}

  private List<SlotId> sorted() {
    List<SlotId> known = sorted;
    if (known.size() != views.size()) {
      known = views.keySet().stream().sorted().toList();
      sorted = known;
    }
    return known;
  }

  private SlotView withReport(SlotView view) {
    Optional<WatcherFiles.Latest> latest =
        files.latest(view.slot()).filter(found -> found.file().generation() == view.generation());
    if (latest.isEmpty()) {
      return view;
    }
    WatcherFile file = latest.get().file();
    String reported = file.text("error");
    return new SlotView(
        view.slot(),
        view.generation(),
        view.wish(),
        view.wanted(),
        view.pid(),
        view.processGeneration(),
        file.state(),
        view.startedAt(),
        latest.get().changedAt(),
        view.restarts(),
        reported == null ? view.error() : reported);
  }

  private static Wish wish(SlotState state) {
    if (state instanceof Active active) {
      return active.wish();
    }
    return state instanceof Over over ? over.wish() : null;
  }

  private static String phase(SlotState state, SlotRun run) {
    if (state instanceof Active) {
      return run.process == null ? "pending_launch" : "launched";
    }
    return state instanceof Over over ? over.ending().name().toLowerCase(Locale.ROOT) : "withdrawn";
  }

  private static String error(SlotState state, SlotRun run) {
    if (state instanceof Over over && !over.reason().isEmpty()) {
      return over.reason();
    }
    return run.blocked == null ? run.error : run.blocked;
  }
}

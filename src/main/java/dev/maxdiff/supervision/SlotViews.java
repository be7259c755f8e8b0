package dev.maxdiff.supervision;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.state.files.WatcherFile;
import dev.maxdiff.state.files.WatcherFiles;
import dev.maxdiff.supervision.wishes.GeneralHold;
import dev.maxdiff.supervision.wishes.SlotHold;
import dev.maxdiff.supervision.wishes.SlotState;
import dev.maxdiff.supervision.wishes.SlotState.Active;
import dev.maxdiff.supervision.wishes.SlotState.Over;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The newest view of every slot. Supervisors publish; readers wait for no supervisor. Thread-safe.
 */
final class SlotViews {

  private final ConcurrentMap<SlotId, Published> views = new ConcurrentHashMap<>();
  private final WatcherFiles files;
  private final AllKeysHold allKeys;

  private final AtomicLong published = new AtomicLong();
  private volatile Cached cached = new Cached(-1, null, List.of());

  /**
   * The slots in order. Slots are added and never removed, so the order changes only with the
   * number of slots.
   */
  private volatile List<SlotId> sorted = List.of();

  /** The newest view without the hold of all keys, and the slot's own hold. */
  private record Published(SlotView view, SlotHold hold) {}

  SlotViews(WatcherFiles files, AllKeysHold allKeys) {
    this.files = files;
    this.allKeys = allKeys;
  }

  void publish(SlotState state, SlotRuntimeState run) {
    SlotView view =
        new SlotView(
            run.slot,
            state.generation(),
            state instanceof Active active ? active.firstGeneration() : state.generation(),
            wish(state),
            state instanceof Active,
            run.process == null ? 0 : run.process.pid(),
            run.processGeneration,
            phase(state, run),
            run.startedAt,
            null,
            state instanceof Active active ? active.restarts() : 0,
            error(state, run),
            null);
    boolean everUsed = view.generation() > 0 || view.pid() > 0;
    if (everUsed || run.hold.since() != null || views.containsKey(run.slot)) {
      views.put(run.slot, new Published(view, run.hold));
      published.incrementAndGet();
    }
  }

  /**
   * Returns all views sorted by slot, with state and error from the newest report of the watcher.
   * Returns the same list while nothing changes.
   */
  List<SlotView> views() {
    // both counters only grow, so their sum identifies the pair
    long version = published.get() + files.changes();
    GeneralHold general = allKeys.current();
    Cached known = cached;
    if (known.version != version || known.general != general) {
      known =
          new Cached(
              version,
              general,
              sorted().stream().map(slot -> shown(views.get(slot), general)).toList());
      cached = known;
    }
    return known.views;
  }

  /**
   * The list that was returned last.
   *
   * @param version read before the views, so the list may be newer than its version; the next call
   *     then builds it again
   */
  private record Cached(long version, GeneralHold general, List<SlotView> views) {}

  private List<SlotId> sorted() {
    List<SlotId> known = sorted;
    if (known.size() != views.size()) {
      known = views.keySet().stream().sorted().toList();
      sorted = known;
    }
    return known;
  }

  private SlotView shown(Published published, GeneralHold general) {
    return withReport(published.view).withHold(published.hold.since(general).orElse(null));
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
        view.firstGeneration(),
        view.wish(),
        view.wanted(),
        view.pid(),
        view.processGeneration(),
        file.state(),
        view.startedAt(),
        latest.get().changedAt(),
        view.restarts(),
        reported == null ? view.error() : reported,
        null);
  }

  private static Wish wish(SlotState state) {
    if (state instanceof Active active) {
      return active.wish();
    }
    return state instanceof Over over ? over.wish() : null;
  }

  private static String phase(SlotState state, SlotRuntimeState run) {
    if (state instanceof Active) {
      return run.process == null ? "pending_launch" : "launched";
    }
    return state instanceof Over over ? over.ending().name().toLowerCase(Locale.ROOT) : "withdrawn";
  }

  private static String error(SlotState state, SlotRuntimeState run) {
    if (state instanceof Over over && !over.reason().isEmpty()) {
      return over.reason();
    }
    return run.blocked == null ? run.error : run.blocked;
  }
}

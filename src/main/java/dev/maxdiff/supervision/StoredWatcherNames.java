package dev.maxdiff.supervision;

import dev.maxdiff.state.journal.StoredNames;
import dev.maxdiff.state.journal.StoredNames.Entry;
import dev.maxdiff.supervision.wishes.KeyState;
import dev.maxdiff.supervision.wishes.SlotEvent;

/** The stored names of the supervisors' events and snapshots. */
public final class StoredWatcherNames {

  /** Package of these classes in journals of format 1. */
  private static final String FORMER = "dev.maxdiff.supervision.";

  private static final String EVENT = FORMER + "SlotEvent$";

  public static final StoredNames ALL =
      StoredNames.of(
          new Entry("watcher.entry-wanted", EVENT + "EntryWanted", SlotEvent.EntryWanted.class),
          new Entry("watcher.exit-wanted", EVENT + "ExitWanted", SlotEvent.ExitWanted.class),
          new Entry("watcher.wish-extended", EVENT + "WishExtended", SlotEvent.WishExtended.class),
          new Entry(
              "watcher.restart-planned", EVENT + "RestartPlanned", SlotEvent.RestartPlanned.class),
          new Entry(
              "watcher.restarts-planned",
              EVENT + "RestartsPlanned",
              SlotEvent.RestartsPlanned.class),
          new Entry("watcher.launched", EVENT + "Launched", SlotEvent.Launched.class),
          new Entry("watcher.ended", EVENT + "Ended", SlotEvent.Ended.class),
          new Entry("watcher.reaped", EVENT + "Reaped", SlotEvent.Reaped.class),
          new Entry("watcher.crash-looped", EVENT + "CrashLooped", SlotEvent.CrashLooped.class),
          new Entry("watcher.expired", EVENT + "Expired", SlotEvent.Expired.class),
          new Entry("watcher.done", EVENT + "Done", SlotEvent.Done.class),
          new Entry("watcher.withdrawn", EVENT + "Withdrawn", SlotEvent.Withdrawn.class),
          new Entry("watcher.held", "", SlotEvent.Held.class),
          new Entry("watcher.hold-lifted", "", SlotEvent.HoldLifted.class),
          new Entry("watcher.state", FORMER + "KeyState", KeyState.class));

  private StoredWatcherNames() {}
}

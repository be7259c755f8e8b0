package dev.maxdiff.runtime.start;

import dev.maxdiff.control.events.HistoryQuery;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.control.events.RuntimeEvent.Kind;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.orders.StoredOrders;
import dev.maxdiff.state.journal.JournalReader;
import dev.maxdiff.state.journal.StoredEvent;
import dev.maxdiff.supervision.StoredKeys;
import dev.maxdiff.supervision.wishes.SlotEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Reads the past runtime events of watchers and of their orders from the journal. A warning counts
 * the order events that this version cannot read; an unreadable event of a watcher fails the read.
 */
public final class JournalHistory
    implements Function<HistoryQuery, CompletionStage<List<RuntimeEvent>>> {

  private final JournalReader reader;
  private final Executor blocking;

  public JournalHistory(JournalReader reader, Executor blocking) {
    this.reader = reader;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<List<RuntimeEvent>> apply(HistoryQuery query) {
    return CompletableFuture.supplyAsync(() -> read(query), blocking);
  }

  private List<RuntimeEvent> read(HistoryQuery query) {
    List<RuntimeEvent> found = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    StoredOrders orders = new StoredOrders();
    reader.events(
        StoredKeys.PREFIX,
        StoredOrders.PREFIX,
        0,
        stored ->
            runtimeEvent(orders, stored, unreadable::add)
                .filter(query::matches)
                .ifPresent(found::add));
    if (!unreadable.isEmpty()) {
      warn(unreadable);
    }
    return found;
  }

  /** The console shows the line on standard error. */
  private static void warn(List<String> unreadable) {
    // no field: a command without a runtime starts the log only when there is a line to show
    LoggerFactory.getLogger(JournalHistory.class)
        .warn(
            "Order events missing from the history: {}. The first: {}",
            unreadable.size(),
            unreadable.get(0));
  }

  private static Optional<RuntimeEvent> runtimeEvent(
      StoredOrders orders, StoredEvent stored, Consumer<String> complaints) {
    if (StoredOrders.isOfOrderManager(stored)) {
      return StoredOrders.isReadable(stored, complaints)
          ? orders.read(stored).map(entry -> EventFeed.of(entry.event(), entry.at()))
          : Optional.empty();
    }
    SlotEvent event = StoredKeys.event(stored);
    return Optional.of(of(StoredKeys.key(stored).slot(event.slot()), event));
  }

  private static RuntimeEvent of(SlotId slot, SlotEvent event) {
    if (event instanceof SlotEvent.Wanted wanted) {
      return wish(slot, wanted.generation(), Kind.WISHED, wanted.wish(), event);
    }
    if (event instanceof SlotEvent.WishExtended extended) {
      return wish(slot, 0, Kind.EXTENDED, extended.wish(), event);
    }
    if (event instanceof SlotEvent.RestartPlanned planned) {
      String times = planned.failures() > 0 ? ", failure " + planned.failures() : "";
      return words(slot, planned.generation(), Kind.RESTARTING, planned.reason() + times, event);
    }
    if (event instanceof SlotEvent.RestartsPlanned planned) {
      String words = planned.reason() + ", failure " + planned.failures() + ", again and again";
      return words(slot, planned.generation(), Kind.RESTARTING, words, event);
    }
    if (event instanceof SlotEvent.Launched launched) {
      return words(slot, launched.generation(), Kind.STARTED, "pid " + launched.pid(), event);
    }
    if (event instanceof SlotEvent.Ended ended) {
      return words(slot, ended.generation(), Kind.ENDED, ended.reason(), event);
    }
    if (event instanceof SlotEvent.Reaped reaped) {
      return words(slot, reaped.generation(), Kind.ENDED, reaped.how() + ", superseded", event);
    }
    if (event instanceof SlotEvent.CrashLooped looped) {
      return words(slot, looped.generation(), Kind.CRASH_LOOP, looped.reason(), event);
    }
    if (event instanceof SlotEvent.Expired expired) {
      return words(slot, expired.generation(), Kind.ENDED, "expired", event);
    }
    if (event instanceof SlotEvent.Done done) {
      return words(slot, done.generation(), Kind.ENDED, "done", event);
    }
    if (event instanceof SlotEvent.Held held) {
      return words(slot, 0, Kind.HELD, held.reason(), event);
    }
    if (event instanceof SlotEvent.HoldLifted lifted) {
      return words(slot, 0, Kind.RESUMED, lifted.reason(), event);
    }
    SlotEvent.Withdrawn withdrawn = (SlotEvent.Withdrawn) event;
    return words(slot, withdrawn.generation(), Kind.WITHDRAWN, withdrawn.reason(), event);
  }

  private static RuntimeEvent wish(
      SlotId slot, long generation, Kind kind, Wish wish, SlotEvent event) {
    return new RuntimeEvent(
        event.at(), kind, slot, generation, wish.price(), wish.quantity().orElse(null), "");
  }

  private static RuntimeEvent words(
      SlotId slot, long generation, Kind kind, String words, SlotEvent event) {
    return new RuntimeEvent(event.at(), kind, slot, generation, null, null, words);
  }
}

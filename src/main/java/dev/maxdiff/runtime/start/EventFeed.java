package dev.maxdiff.runtime.start;

import dev.maxdiff.control.events.EventBus;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.control.events.RuntimeEvent.Kind;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.ReplaceReport;
import dev.maxdiff.supervision.WatcherNotification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Publishes the events of supervision and of the gateway as runtime events. */
final class EventFeed {

  private final EventBus eventBus;
  private final InstantSource clock;

  EventFeed(EventBus eventBus, InstantSource clock) {
    this.eventBus = eventBus;
    this.clock = clock;
  }

  Consumer<WatcherNotification> watchers() {
    return event -> eventBus.publish(of(event));
  }

  Consumer<OrderEvent> orders() {
    return event -> eventBus.publish(of(event, clock.instant()));
  }

  void alert(String words) {
    eventBus.publish(new RuntimeEvent(clock.instant(), Kind.ALERT, null, 0, null, null, words));
  }

  private static RuntimeEvent of(WatcherNotification event) {
    if (event instanceof WatcherNotification.Wished wished) {
      return wish(event, Kind.WISHED, wished.wish());
    }
    if (event instanceof WatcherNotification.Extended extended) {
      return wish(event, Kind.EXTENDED, extended.wish());
    }
    if (event instanceof WatcherNotification.Superseded superseded) {
      return new RuntimeEvent(
          event.at(),
          Kind.SUPERSEDED,
          event.slot(),
          event.generation(),
          superseded.newPrice(),
          null,
          superseded.words());
    }
    if (event instanceof WatcherNotification.Started started) {
      return words(event, Kind.STARTED, "pid " + started.pid());
    }
    if (event instanceof WatcherNotification.LaunchFailed failed) {
      return words(event, Kind.LAUNCH_FAILED, failed.reason());
    }
    if (event instanceof WatcherNotification.Ended ended) {
      return words(event, Kind.ENDED, ended.words());
    }
    if (event instanceof WatcherNotification.Restarting restarting) {
      return words(event, Kind.RESTARTING, "again in " + restarting.delay().toMillis() + " ms");
    }
    if (event instanceof WatcherNotification.CrashLooped looped) {
      return words(event, Kind.CRASH_LOOP, looped.reason());
    }
    if (event instanceof WatcherNotification.Withdrawn withdrawn) {
      return words(event, Kind.WITHDRAWN, withdrawn.reason());
    }
    return words(event, Kind.ALERT, ((WatcherNotification.Alert) event).words());
  }

  private static RuntimeEvent wish(WatcherNotification event, Kind kind, Wish wish) {
    return new RuntimeEvent(
        event.at(),
        kind,
        event.slot(),
        event.generation(),
        wish.price(),
        wish.quantity().orElse(null),
        "");
  }

  private static RuntimeEvent words(WatcherNotification event, Kind kind, String words) {
    return new RuntimeEvent(event.at(), kind, event.slot(), event.generation(), null, null, words);
  }

  static RuntimeEvent of(OrderEvent event, Instant at) {
    if (event instanceof OrderEvent.Sent sent) {
      return order(
          at, Kind.ORDER_SENT, sent.slot(), sent.generation(), sent.price(), sent.quantity());
    }
    if (event instanceof OrderEvent.Filled filled) {
      return order(
          at, Kind.FILLED, filled.slot(), filled.generation(), filled.price(), filled.quantity());
    }
    if (event instanceof OrderEvent.Denied denied) {
      return denial(at, Kind.ORDER_DENIED, denied, denied.words());
    }
    if (event instanceof OrderEvent.DeniedAgain again) {
      return denial(at, Kind.ORDER_DENIED, again.newest(), again.words());
    }
    if (event instanceof OrderEvent.DenialEnded over) {
      return denial(at, Kind.RESOLVED, over.newest(), over.words());
    }
    if (event instanceof OrderEvent.Ended ended) {
      return new RuntimeEvent(
          at,
          Kind.ORDER_ENDED,
          ended.slot(),
          ended.generation(),
          ended.price(),
          null,
          ended.words());
    }
    if (event instanceof OrderEvent.Replaced replaced) {
      ReplaceReport report = replaced.report();
      return new RuntimeEvent(
          at, Kind.REPLACED, report.slot(), report.generation(), null, null, report.words());
    }
    return new RuntimeEvent(
        at, Kind.ALERT, null, 0, null, null, ((OrderEvent.Alert) event).words());
  }

  private static RuntimeEvent denial(
      Instant at, Kind kind, OrderEvent.Denied denied, String words) {
    return new RuntimeEvent(at, kind, denied.slot(), denied.generation(), null, null, words);
  }

  private static RuntimeEvent order(
      Instant at, Kind kind, SlotId slot, long generation, Price price, Quantity quantity) {
    return new RuntimeEvent(at, kind, slot, generation, price, quantity, "");
  }
}

package dev.maxdiff.embed;

import dev.maxdiff.control.Happening;
import dev.maxdiff.control.Happening.Kind;
import dev.maxdiff.control.HappeningHub;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.OrderEvent;
import dev.maxdiff.execution.Receipt;
import dev.maxdiff.supervision.WatcherEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Puts what supervision and the gateway report into the words of control. */
final class HappeningFeed {

  private final HappeningHub hub;
  private final InstantSource clock;

  HappeningFeed(HappeningHub hub, InstantSource clock) {
    this.hub = hub;
    this.clock = clock;
  }

  Consumer<WatcherEvent> watchers() {
    return event -> hub.publish(of(event));
  }

  Consumer<OrderEvent> orders() {
    return event -> hub.publish(of(event, clock.instant()));
  }

  void alert(String words) {
    hub.publish(new Happening(clock.instant(), Kind.ALERT, null, 0, null, null, words));
  }

  private static Happening of(WatcherEvent event) {
    if (event instanceof WatcherEvent.Wished wished) {
      return wish(event, Kind.WISHED, wished.wish());
    }
    if (event instanceof WatcherEvent.Extended extended) {
      return wish(event, Kind.EXTENDED, extended.wish());
    }
    if (event instanceof WatcherEvent.Superseded superseded) {
      return new Happening(
          event.at(),
          Kind.SUPERSEDED,
          event.slot(),
          event.generation(),
          superseded.newPrice(),
          null,
          superseded.words());
    }
    if (event instanceof WatcherEvent.Started started) {
      return words(event, Kind.STARTED, "pid " + started.pid());
    }
    if (event instanceof WatcherEvent.LaunchFailed failed) {
      return words(event, Kind.LAUNCH_FAILED, failed.reason());
    }
    if (event instanceof WatcherEvent.Ended ended) {
      return words(event, Kind.ENDED, ended.words());
    }
    if (event instanceof WatcherEvent.Restarting restarting) {
      return words(event, Kind.RESTARTING, "again in " + restarting.delay().toMillis() + " ms");
    }
    if (event instanceof WatcherEvent.CrashLooped looped) {
      return words(event, Kind.CRASH_LOOP, looped.reason());
    }
    if (event instanceof WatcherEvent.Withdrawn withdrawn) {
      return words(event, Kind.WITHDRAWN, withdrawn.reason());
    }
    return words(event, Kind.ALERT, ((WatcherEvent.Alert) event).words());
  }

  private static Happening wish(WatcherEvent event, Kind kind, Wish wish) {
    return new Happening(
        event.at(),
        kind,
        event.slot(),
        event.generation(),
        wish.price(),
        wish.quantity().orElse(null),
        "");
  }

  private static Happening words(WatcherEvent event, Kind kind, String words) {
    return new Happening(event.at(), kind, event.slot(), event.generation(), null, null, words);
  }

  static Happening of(OrderEvent event, Instant at) {
    if (event instanceof OrderEvent.Sent sent) {
      return order(
          at, Kind.ORDER_SENT, sent.slot(), sent.generation(), sent.price(), sent.quantity());
    }
    if (event instanceof OrderEvent.Filled filled) {
      return order(
          at, Kind.FILLED, filled.slot(), filled.generation(), filled.price(), filled.quantity());
    }
    if (event instanceof OrderEvent.Denied denied) {
      return new Happening(
          at, Kind.ORDER_DENIED, denied.slot(), denied.generation(), null, null, denied.words());
    }
    if (event instanceof OrderEvent.Ended ended) {
      return new Happening(
          at,
          Kind.ORDER_ENDED,
          ended.slot(),
          ended.generation(),
          ended.price(),
          null,
          ended.words());
    }
    if (event instanceof OrderEvent.Replaced replaced) {
      Receipt receipt = replaced.receipt();
      return new Happening(
          at, Kind.REPLACED, receipt.slot(), receipt.generation(), null, null, receipt.words());
    }
    return new Happening(at, Kind.ALERT, null, 0, null, null, ((OrderEvent.Alert) event).words());
  }

  private static Happening order(
      Instant at, Kind kind, SlotId slot, long generation, Price price, Quantity quantity) {
    return new Happening(at, kind, slot, generation, price, quantity, "");
  }
}

package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.SymbolDesk.OrderEnded;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which orders of ours work at the broker, and since when a slot has been without the one that it
 * had. Pure: what happened in, {@link Receipt}s out.
 *
 * <p>It is part of what a desk journals, so that a gap that a crash leaves open is closed with its
 * true length by the next start.
 *
 * @param working orders that the broker took and that were not seen to end, by client order id
 * @param lapses slots whose order ended with something left to do, by slot
 */
record Coverage(Map<String, Working> working, Map<String, Lapse> lapses) {

  /** An order that the broker took. */
  record Working(SlotId slot, long generation) {}

  /**
   * A slot without an order.
   *
   * @param generation of the order that ended
   */
  record Lapse(Instant since, long generation) {}

  /** Orders that were seen to have ended since, as events to be written; oldest first. */
  List<OrderEnded> ended(Collection<OwnOrder> seen, Instant now) {
    return seen.stream()
        .filter(own -> !own.order().isOpen() && working.containsKey(own.order().clientOrderId()))
        .map(own -> ended(own, now))
        .toList();
  }

  private static OrderEnded ended(OwnOrder own, Instant now) {
    Order order = own.order();
    return new OrderEnded(
        own.slot(),
        own.generation(),
        order.clientOrderId(),
        order.status(),
        order.filledQuantity(),
        endOf(order).orElse(now));
  }

  private static Optional<Instant> endOf(Order order) {
    Instant told =
        switch (order.status()) {
          case CANCELED -> order.canceledAt();
          case EXPIRED -> order.expiredAt();
          case FILLED -> order.filledAt();
          default -> null;
        };
    return Optional.ofNullable(told).or(() -> Optional.ofNullable(order.updatedAt()));
  }

  /** What an order that the broker takes now proves; empty when it follows on none. */
  Optional<Receipt> receipt(Intent taken, Instant at) {
    if (taken.replaces() != null) {
      return Optional.of(receipt(taken, at, at));
    }
    return Optional.ofNullable(lapses.get(taken.slot().toString()))
        .filter(lapse -> counts(lapse, taken))
        .map(lapse -> receipt(taken, lapse.since(), at));
  }

  /** An entry watcher leaves and comes back with the quote; only another one takes its place. */
  private static boolean counts(Lapse lapse, Intent taken) {
    return taken.slot().slot() == Slot.EXIT || lapse.generation() != taken.generation();
  }

  private static Receipt receipt(Intent taken, Instant since, Instant until) {
    return new Receipt(taken.slot(), taken.generation(), taken.clientOrderId(), since, until);
  }

  Coverage accepted(Intent taken) {
    Map<String, Working> more = new LinkedHashMap<>(working);
    more.put(taken.clientOrderId(), new Working(taken.slot(), taken.generation()));
    return new Coverage(more, without(taken.slot()));
  }

  Coverage ended(OrderEnded end) {
    Map<String, Working> left = new LinkedHashMap<>(working);
    left.remove(end.clientOrderId());
    boolean anotherWorks =
        left.values().stream().anyMatch(order -> order.slot().equals(end.slot()));
    boolean done = end.status() == OrderStatus.FILLED;
    if (done || anotherWorks) {
      return new Coverage(left, done ? without(end.slot()) : lapses);
    }
    Map<String, Lapse> more = new LinkedHashMap<>(lapses);
    more.put(end.slot().toString(), new Lapse(end.at(), end.generation()));
    return new Coverage(left, more);
  }

  /** Whether the slot has, or lacks, an order. */
  boolean knows(SlotId slot) {
    return lapses.containsKey(slot.toString())
        || working.values().stream().anyMatch(order -> order.slot().equals(slot));
  }

  /** Nobody wants an order in the slot any more: none is missing. */
  Coverage released(SlotId slot) {
    Map<String, Working> left = new LinkedHashMap<>(working);
    left.values().removeIf(order -> order.slot().equals(slot));
    return new Coverage(left, without(slot));
  }

  private Map<String, Lapse> without(SlotId slot) {
    Map<String, Lapse> left = new LinkedHashMap<>(lapses);
    left.remove(slot.toString());
    return left;
  }
}

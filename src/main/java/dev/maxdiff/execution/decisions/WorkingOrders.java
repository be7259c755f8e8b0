package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderEnded;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.ReplaceReport;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The working orders at the broker, and the start of the gap of each slot without an order. Pure.
 *
 * <p>The order manager journals it, so a gap that a crash leaves open is reported with its true
 * length after the next start.
 *
 * @param working accepted orders without a known end, by client order id
 * @param lapses slots whose order ended before its work was done, by slot
 */
public record WorkingOrders(Map<String, Working> working, Map<String, Lapse> lapses) {

  /** An order that the broker accepted. */
  public record Working(SlotId slot, long generation) {}

  /**
   * A slot without an order.
   *
   * @param generation of the order that ended
   */
  public record Lapse(Instant since, long generation) {}

  /** Returns events for the working orders that the broker shows as ended; oldest first. */
  public List<OrderEnded> ended(Collection<OwnOrder> seen, Instant now) {
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
    Instant ended =
        switch (order.status()) {
          case CANCELED -> order.canceledAt();
          case EXPIRED -> order.expiredAt();
          case FILLED -> order.filledAt();
          default -> null;
        };
    return Optional.ofNullable(ended).or(() -> Optional.ofNullable(order.updatedAt()));
  }

  /**
   * Returns the report of a replacement when the broker accepts an order; empty if the order
   * replaces none.
   */
  public Optional<ReplaceReport> report(OrderIntent taken, Instant at) {
    if (taken.replaces() != null) {
      return Optional.of(report(taken, at, at));
    }
    return Optional.ofNullable(lapses.get(taken.slot().toString()))
        .filter(lapse -> counts(lapse, taken))
        .map(lapse -> report(taken, lapse.since(), at));
  }

  /**
   * Whether the accepted order ends the gap. An entry watcher cancels and orders again with the
   * quote; for an entry only an order of another generation counts as a replacement.
   */
  private static boolean counts(Lapse lapse, OrderIntent taken) {
    return taken.slot().slot() == Slot.EXIT || lapse.generation() != taken.generation();
  }

  private static ReplaceReport report(OrderIntent taken, Instant since, Instant until) {
    return new ReplaceReport(taken.slot(), taken.generation(), taken.clientOrderId(), since, until);
  }

  public WorkingOrders accepted(OrderIntent taken) {
    Map<String, Working> more = new LinkedHashMap<>(working);
    more.put(taken.clientOrderId(), new Working(taken.slot(), taken.generation()));
    return new WorkingOrders(more, without(taken.slot()));
  }

  public WorkingOrders ended(OrderEnded end) {
    Map<String, Working> left = new LinkedHashMap<>(working);
    left.remove(end.clientOrderId());
    boolean anotherWorks =
        left.values().stream().anyMatch(order -> order.slot().equals(end.slot()));
    boolean done = end.status() == OrderStatus.FILLED;
    if (done || anotherWorks) {
      return new WorkingOrders(left, done ? without(end.slot()) : lapses);
    }
    Map<String, Lapse> more = new LinkedHashMap<>(lapses);
    more.put(end.slot().toString(), new Lapse(end.at(), end.generation()));
    return new WorkingOrders(left, more);
  }

  /** Whether the slot has a working order or an open gap. */
  public boolean knows(SlotId slot) {
    return lapses.containsKey(slot.toString())
        || working.values().stream().anyMatch(order -> order.slot().equals(slot));
  }

  /** Returns the state after the slot is withdrawn: the slot has no gap. */
  public WorkingOrders released(SlotId slot) {
    Map<String, Working> left = new LinkedHashMap<>(working);
    left.values().removeIf(order -> order.slot().equals(slot));
    return new WorkingOrders(left, without(slot));
  }

  private Map<String, Lapse> without(SlotId slot) {
    Map<String, Lapse> left = new LinkedHashMap<>(lapses);
    left.remove(slot.toString());
    return left;
  }
}

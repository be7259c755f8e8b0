package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.OrderIntent;
import java.time.Duration;
import java.util.Collection;

/**
 * The circumstances of one decision.
 *
 * @param nanos monotonic time, nanoseconds
 * @param authorities who may order
 * @param journal the durable state of the order manager
 * @param forbidden the slots whose newest order the broker has forbidden
 * @param retryAfter time for which the broker has said that it takes no request; zero = none
 */
public record Moment(
    long nanos,
    Authorities authorities,
    OrderManagerState journal,
    ForbiddenOrders forbidden,
    Duration retryAfter) {

  /** The circumstances at a broker that takes every request. */
  public Moment(long nanos, Authorities authorities, OrderManagerState journal) {
    this(nanos, authorities, journal, ForbiddenOrders.NONE, Duration.ZERO);
  }

  Moment with(ForbiddenOrders orders) {
    return new Moment(nanos, authorities, journal, orders, retryAfter);
  }

  /** Returns a pause that is not shorter than the time that the broker has named. */
  Duration atLeast(Duration pause) {
    return retryAfter.compareTo(pause) > 0 ? retryAfter : pause;
  }

  Collection<OrderIntent> unresolved() {
    return journal.unresolved().values();
  }

  boolean isUnresolved(SlotId slot) {
    return unresolved().stream().anyMatch(intent -> intent.slot().equals(slot));
  }

  /** Whether the deadline has passed; overflow-safe. */
  boolean isPast(long deadline) {
    return nanos - deadline >= 0;
  }
}

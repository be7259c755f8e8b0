package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.OrderIntent;
import java.util.Collection;

/**
 * The circumstances of one decision.
 *
 * @param nanos monotonic time, nanoseconds
 * @param authorities who may order
 * @param journal the durable state of the order manager
 */
public record Moment(long nanos, Authorities authorities, OrderManagerState journal) {

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

package dev.maxdiff.runtime.context;

import dev.maxdiff.broker.Order;
import java.util.List;

/**
 * What a shutdown came to.
 *
 * @param swept whether the sweep of the watchers came to its end
 * @param unkillable pids that outlived SIGKILL
 * @param unconfirmed orders that shall not stay at the broker and could not be confirmed as ended
 */
public record StopReport(boolean swept, List<Integer> unkillable, List<Order> unconfirmed) {

  public StopReport {
    unkillable = List.copyOf(unkillable);
    unconfirmed = List.copyOf(unconfirmed);
  }

  /** Nothing that the runtime started is left. */
  public boolean isClean() {
    return swept && unkillable.isEmpty();
  }
}

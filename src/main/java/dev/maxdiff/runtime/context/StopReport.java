package dev.maxdiff.runtime.context;

import dev.maxdiff.broker.Order;
import java.util.List;

/**
 * The result of a shutdown.
 *
 * @param swept whether the sweep of the watchers was completed
 * @param unkillable pids that outlived SIGKILL
 * @param unconfirmed orders that the shutdown cancelled and whose end the broker did not confirm
 */
public record StopReport(boolean swept, List<Integer> unkillable, List<Order> unconfirmed) {

  public StopReport {
    unkillable = List.copyOf(unkillable);
    unconfirmed = List.copyOf(unconfirmed);
  }

  /** Returns whether every process of the runtime has ended. */
  public boolean isClean() {
    return swept && unkillable.isEmpty();
  }
}

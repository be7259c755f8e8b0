package dev.maxdiff.runtime.context;

import dev.maxdiff.broker.Order;
import dev.maxdiff.execution.model.ExitCoverage;
import java.util.List;

/**
 * The result of a shutdown.
 *
 * @param swept whether the sweep of the watchers was completed
 * @param unkillable pids that outlived SIGKILL
 * @param unconfirmed orders that the shutdown cancelled and whose end the broker did not confirm
 * @param uncovered keys that own a quantity that can be sold and that no working order closes
 */
public record StopReport(
    boolean swept,
    List<Integer> unkillable,
    List<Order> unconfirmed,
    List<ExitCoverage> uncovered) {

  public StopReport {
    unkillable = List.copyOf(unkillable);
    unconfirmed = List.copyOf(unconfirmed);
    uncovered = List.copyOf(uncovered);
  }

  /** Returns whether every process of the runtime has ended. */
  public boolean isClean() {
    return swept && unkillable.isEmpty();
  }
}

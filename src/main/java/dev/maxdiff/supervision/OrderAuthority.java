package dev.maxdiff.supervision;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import java.util.Map;

/**
 * The port to the gateway: grants and withdraws a watcher's authority to order.
 *
 * <p>Calls return at once and may come from any thread.
 */
public interface OrderAuthority {

  /**
   * Makes {@code generation} the only generation of its slot whose orders pass; every older fencing
   * token of the slot is stale afterwards (promise P10).
   *
   * @return the variables that give the watcher access to its account view
   */
  Map<String, String> admit(Wish wish, long generation);

  /**
   * Returns the highest generation of the slot that the broker has seen, 0 when unknown. The next
   * generation is above it, also when the journal is older than the orders.
   */
  default long newestGeneration(SlotId slot) {
    return 0;
  }

  /** Revokes the token of this generation: its process has been reaped. */
  void retire(SlotId slot, long generation);

  /**
   * Revokes the slot's authority until the next {@link #admit}, because its wish was withdrawn or
   * has ended. Cancels the slot's orders unless {@code keepOrders}.
   */
  void withdraw(SlotId slot, boolean keepOrders);
}

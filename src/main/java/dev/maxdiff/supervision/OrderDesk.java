package dev.maxdiff.supervision;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import java.util.Map;

/**
 * What supervision needs of the order side; the gateway stands behind it.
 *
 * <p>Calls return at once and may come from any thread.
 */
public interface OrderDesk {

  /**
   * Makes {@code generation} the only one of its slot whose orders are let through; every older
   * token of the slot is stale from here on (promise P10).
   *
   * @return what the watcher's environment must carry to reach its account view
   */
  Map<String, String> admit(Wish wish, long generation);

  /**
   * The highest generation of the slot that the broker has seen, as far as that is known; the next
   * one is above it, also when the journal is older than the orders.
   */
  default long newestGeneration(SlotId slot) {
    return 0;
  }

  /** The process of this generation has been reaped: its token dies. */
  void retire(SlotId slot, long generation);

  /**
   * The slot's wish was withdrawn or has ended: nobody orders there until the next {@link #admit},
   * and its orders are cancelled unless they are to be kept.
   */
  void withdraw(SlotId slot, boolean keepOrders);
}

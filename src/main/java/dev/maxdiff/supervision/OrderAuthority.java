package dev.maxdiff.supervision;

import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The port to the gateway that ends a watcher's authority to order.
 *
 * <p>Calls return at once and may come from any thread.
 */
public interface OrderAuthority {

  /**
   * Returns the highest generation of the slot that the broker has seen, 0 when unknown. The next
   * generation is above it, also when the journal is older than the orders.
   */
  default long newestGeneration(SlotId slot) {
    return 0;
  }

  /**
   * Returns the filled quantity of the slot's orders of these generations, base units; empty while
   * the orders are not known.
   */
  default Optional<BigDecimal> bought(SlotId slot, long first, long last) {
    return Optional.of(BigDecimal.ZERO);
  }

  /**
   * Returns whether the key has been flat since the entries of these generations bought; empty
   * while the orders are not known.
   *
   * @param step a holding below this quantity counts as flat
   */
  default Optional<Boolean> wasClosed(SlotId entry, long first, long last, BigDecimal step) {
    return Optional.of(false);
  }

  /** Revokes the token of this generation: its process has been reaped. */
  void retire(SlotId slot, long generation);

  /**
   * Revokes the slot's authority until the next {@link OrderAdmission#admit}, because its wish was
   * withdrawn or has ended. Cancels the slot's orders unless {@code keepOrders}.
   */
  void withdraw(SlotId slot, boolean keepOrders);
}

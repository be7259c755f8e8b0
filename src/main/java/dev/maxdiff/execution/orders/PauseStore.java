package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.EntryPause;
import java.math.BigDecimal;
import java.util.List;

/** Stores the pauses of entries durably. */
@FunctionalInterface
public interface PauseStore {

  /**
   * Returns when the pauses are durable; blocks.
   *
   * @param forgivenDay the equity at the start of the day whose loss an operator has accepted; null
   *     = none
   */
  void write(List<EntryPause> pauses, BigDecimal forgivenDay);
}

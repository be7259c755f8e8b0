package dev.maxdiff.supervision.wishes;

import java.math.BigDecimal;
import java.util.Optional;

/** Returns whether a key has been flat since its entries bought. */
@FunctionalInterface
public interface ClosedTrade {

  /**
   * Returns whether the key has been flat since the entries of these generations bought; empty
   * while the orders are not known.
   *
   * @param step a holding below this quantity counts as flat
   */
  Optional<Boolean> since(long first, long last, BigDecimal step);
}

package dev.maxdiff.supervision.wishes;

import java.math.BigDecimal;
import java.util.Optional;

/** Returns what the entry orders of a slot have bought. */
@FunctionalInterface
public interface BoughtQuantity {

  /**
   * Returns the filled quantity of the orders of these generations, base units; empty while the
   * orders are not known.
   */
  Optional<BigDecimal> between(long first, long last);
}

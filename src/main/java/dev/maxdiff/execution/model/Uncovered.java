package dev.maxdiff.execution.model;

import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;

/**
 * A key that owns more than its exit closes; magnitudes in base units.
 *
 * @param exit the exit slot of the key
 * @param owned quantity that the key owns
 * @param closing quantity that the open orders of the exit may still close
 */
public record Uncovered(SlotId exit, BigDecimal owned, BigDecimal closing) {

  public BigDecimal quantity() {
    return owned.subtract(closing);
  }

  public String words() {
    return exit.key()
        + " owns "
        + owned.toPlainString()
        + ", its open orders close "
        + closing.toPlainString();
  }
}

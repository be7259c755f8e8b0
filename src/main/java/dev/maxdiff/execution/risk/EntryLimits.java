package dev.maxdiff.execution.risk;

import dev.maxdiff.domain.EntryPause;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The limits of an entry; unused for exits.
 *
 * @param allowance cash that the slot may spend, quote currency
 * @param exposure value at risk on the account without the entry
 * @param pause the pause that covers the entry
 * @param bought quantity that the trade of a plan row has bought, whatever was sold since; zero for
 *     other entries
 */
public record EntryLimits(
    BigDecimal allowance, Exposure exposure, Optional<EntryPause> pause, BigDecimal bought) {

  public static final EntryLimits NONE =
      new EntryLimits(BigDecimal.ZERO, Exposure.NONE, Optional.empty(), BigDecimal.ZERO);
}

package dev.maxdiff.execution;

import dev.maxdiff.domain.EntryPause;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The limits of an entry; unused for exits.
 *
 * @param allowance cash that the slot may spend, quote currency
 * @param exposure value at risk on the account without the entry
 * @param pause the pause that covers the entry
 */
record Room(BigDecimal allowance, Exposure exposure, Optional<EntryPause> pause) {

  static final Room NONE = new Room(BigDecimal.ZERO, Exposure.NONE, Optional.empty());
}

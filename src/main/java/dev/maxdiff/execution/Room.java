package dev.maxdiff.execution;

import dev.maxdiff.domain.EntryPause;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What an entry may use of the account; not looked at for exits.
 *
 * @param allowance what the slot may spend, quote currency
 * @param exposure what is at stake beside it
 * @param pause why it may not order at all
 */
record Room(BigDecimal allowance, Exposure exposure, Optional<EntryPause> pause) {

  static final Room NONE = new Room(BigDecimal.ZERO, Exposure.NONE, Optional.empty());
}

package dev.maxdiff.execution;

import dev.maxdiff.broker.Asset;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The context of the pre-trade checks.
 *
 * @param isCurrent whether the generation of the authority may order now
 * @param isUnresolved whether an earlier intent of the slot has an unknown outcome
 * @param underway orders in transit of other slots
 * @param isFrozen whether a shortfall has frozen the symbol
 * @param claimable unowned quantity that the slot may close, as a magnitude
 * @param room limits of an entry
 */
record Scene(
    BookEntry book,
    Asset asset,
    Optional<SeenQuote> quote,
    boolean isCurrent,
    boolean isUnresolved,
    Underway underway,
    boolean isFrozen,
    BigDecimal claimable,
    Room room) {

  /** Returns the highest quantity that the key of this authority may close. */
  BigDecimal closable(Grant authority) {
    return book.owned(authority.slot().key()).add(claimable);
  }
}

package dev.maxdiff.execution;

import dev.maxdiff.broker.Asset;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Everything that the fences look at.
 *
 * @param isCurrent whether the grant's generation may order now
 * @param isUnresolved whether an earlier intent of the slot has no known outcome
 * @param underway orders of other slots that may arrive at any moment
 * @param isFrozen whether the keys have owned more than the broker holds for too long
 * @param claimable what the slot may close beyond the book, as a magnitude
 * @param room what an entry may use of the account
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

  /** What the slot's key may close at most. */
  BigDecimal closable(Grant grant) {
    return book.owned(grant.slot().key()).add(claimable);
  }
}

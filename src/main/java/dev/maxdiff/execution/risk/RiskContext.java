package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.domain.Side;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ObservedQuote;
import dev.maxdiff.execution.model.WatcherAuthority;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The context of the pre-trade checks.
 *
 * @param isCurrent whether the generation of the authority may order now
 * @param isUnresolved whether an earlier intent of the slot has an unknown outcome
 * @param inFlight orders in transit of other slots
 * @param isFrozen whether a shortfall has frozen the symbol
 * @param unreadable an order or position that concerns the key and cannot be read
 * @param claimable unowned quantity that the slot may close, as a magnitude
 * @param entryLimits limits of an entry
 */
public record RiskContext(
    SymbolLedger ledger,
    Asset asset,
    Optional<ObservedQuote> quote,
    boolean isCurrent,
    boolean isUnresolved,
    InFlightOrders inFlight,
    boolean isFrozen,
    Optional<String> unreadable,
    BigDecimal claimable,
    EntryLimits entryLimits) {

  /**
   * Returns the limit of the orders of that side, open or in flight, which the other side meets
   * first.
   */
  Optional<BigDecimal> bestOwnLimit(Side side) {
    Stream<BigDecimal> open = ledger.bestLimit(side).stream();
    Stream<BigDecimal> limits = Stream.concat(open, inFlight.limits(side));
    return side == Side.BUY
        ? limits.max(Comparator.naturalOrder())
        : limits.min(Comparator.naturalOrder());
  }

  /** Returns the highest quantity that the key of this authority may close. */
  BigDecimal closable(WatcherAuthority authority) {
    return ledger.owned(authority.slot().key()).add(claimable);
  }
}

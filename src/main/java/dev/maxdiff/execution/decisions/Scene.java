package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ObservedQuote;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.InFlightOrders;
import dev.maxdiff.execution.risk.RiskContext;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The account, the symbol and the market, read for the pre-trade checks of one order.
 *
 * @param account the ledger of the account
 * @param symbol the ledger of the symbol, corrected for fees and drift
 * @param isFrozen whether a shortfall has frozen the symbol
 * @param claimable unowned quantity that the slot may close, as a magnitude
 * @param entryLimits limits of an entry; {@link EntryLimits#NONE} for an exit
 */
public record Scene(
    PositionLedger account,
    SymbolLedger symbol,
    Asset asset,
    Optional<ObservedQuote> quote,
    boolean isFrozen,
    BigDecimal claimable,
    EntryLimits entryLimits) {

  RiskContext riskContext(WatcherAuthority authority, Moment moment) {
    return new RiskContext(
        symbol,
        asset,
        quote,
        moment.authorities().isCurrent(authority),
        moment.isUnresolved(authority.slot()),
        InFlightOrders.beside(authority.slot(), moment.unresolved(), this::isShown),
        isFrozen,
        account.frozen(authority.slot().key()),
        claimable,
        entryLimits);
  }

  /**
   * Returns the highest order number that the broker shows for the slot. If the journal is lost, no
   * id is used twice.
   */
  long highestNumber(SlotId slot) {
    return account.highestNumber(slot);
  }

  private boolean isShown(String clientOrderId) {
    return account.orderByClientOrderId(clientOrderId).isPresent();
  }
}

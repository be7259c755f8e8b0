package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.WatcherAuthority;

/**
 * What was read for the checks of an entry.
 *
 * @param account read after the ledger
 * @param freedBefore {@link CashAllocator#freed} before the first read began
 */
public record EntryReading(
    WatcherAuthority authority, Account account, PositionLedger ledger, long freedBefore) {

  public SlotId slot() {
    return authority.slot();
  }
}

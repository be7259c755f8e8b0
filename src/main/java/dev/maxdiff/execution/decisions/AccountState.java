package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.PositionDrift;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.risk.CashAllocator;
import dev.maxdiff.execution.risk.DurablePauses;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.risk.EntryReading;
import dev.maxdiff.execution.risk.Exposure;
import java.util.List;

/**
 * The state of the account that all order managers share. Immutable; {@link AccountMachine} decides
 * its changes.
 *
 * @param cash the cash of the accepted entries
 * @param drift between ledger and positions
 * @param unconfirmed pauses in force whose scope may still have open entry orders
 * @param metrics the figures of the order managers
 */
public record AccountState(
    CashAllocator cash,
    PositionDrift drift,
    DurablePauses pauses,
    List<EntryPause> unconfirmed,
    OrderMetrics metrics) {

  public AccountState {
    unconfirmed = List.copyOf(unconfirmed);
  }

  /** Returns the state at the start of a runtime. */
  public static AccountState of(ExecutionSettings settings, EntryPauses pauses) {
    return new AccountState(
        CashAllocator.EMPTY,
        PositionDrift.none(settings.ledger().shortfallPatience()),
        DurablePauses.of(pauses),
        List.of(),
        OrderMetrics.NONE);
  }

  AccountState with(CashAllocator next) {
    return new AccountState(next, drift, pauses, unconfirmed, metrics);
  }

  AccountState with(PositionDrift next) {
    return new AccountState(cash, next, pauses, unconfirmed, metrics);
  }

  AccountState with(DurablePauses next) {
    return new AccountState(cash, drift, next, unconfirmed, metrics);
  }

  AccountState with(OrderMetrics next) {
    return new AccountState(cash, drift, pauses, unconfirmed, next);
  }

  AccountState withUnconfirmed(List<EntryPause> next) {
    return new AccountState(cash, drift, pauses, next, metrics);
  }

  /** Returns the limits of an entry. */
  public EntryLimits entryLimits(EntryReading reading) {
    return new EntryLimits(
        cash.allowance(reading),
        Exposure.beside(reading.slot(), reading.ledger(), cash.committed(reading)),
        pauses.inForce().of(reading.slot().key()),
        reading.ledger().bought(reading.authority().wish()));
  }

  /**
   * Returns the ledger of the symbol, corrected for fees and drift, as the checks of orders use it.
   */
  public SymbolLedger symbolLedger(PositionLedger ledger, Symbol symbol) {
    SymbolLedger entry = ledger.symbolLedger(symbol);
    return drift.isFrozen(symbol)
        ? entry.shrunk()
        : entry.doubted().settled(drift.claimable(symbol, Side.BUY));
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.PositionDrift;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.risk.CashAllocator;
import dev.maxdiff.execution.risk.DayTransfers;
import dev.maxdiff.execution.risk.DurablePauses;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.risk.EntryReading;
import dev.maxdiff.execution.risk.Exposure;
import java.util.Optional;

/**
 * The state of the account that all order managers share. Immutable; {@link AccountMachine} decides
 * its changes.
 *
 * @param cash the cash of the accepted entries
 * @param drift between ledger and positions
 * @param transfers of the day, at the last check of the daily loss
 * @param suspected the pause for the daily loss until its check has counted the transfers; null =
 *     none
 * @param lossCheck of the day's loss
 * @param metrics the figures of the order managers
 */
public record AccountState(
    CashAllocator cash,
    PositionDrift drift,
    DurablePauses pauses,
    DayTransfers transfers,
    EntryPause suspected,
    LossCheck lossCheck,
    OrderMetrics metrics) {

  /** Returns the state at the start of a runtime. */
  public static AccountState of(ExecutionSettings settings, EntryPauses pauses) {
    return new AccountState(
        CashAllocator.EMPTY,
        PositionDrift.none(settings.ledger().shortfallPatience()),
        DurablePauses.of(pauses),
        DayTransfers.NONE,
        null,
        LossCheck.NONE,
        OrderMetrics.NONE);
  }

  AccountState with(CashAllocator next) {
    return new AccountState(next, drift, pauses, transfers, suspected, lossCheck, metrics);
  }

  AccountState with(PositionDrift next) {
    return new AccountState(cash, next, pauses, transfers, suspected, lossCheck, metrics);
  }

  AccountState with(DurablePauses next) {
    return new AccountState(cash, drift, next, transfers, suspected, lossCheck, metrics);
  }

  AccountState with(OrderMetrics next) {
    return new AccountState(cash, drift, pauses, transfers, suspected, lossCheck, next);
  }

  AccountState with(LossCheck next) {
    return new AccountState(cash, drift, pauses, transfers, suspected, next, metrics);
  }

  AccountState with(DayTransfers next) {
    return new AccountState(cash, drift, pauses, next, null, lossCheck, metrics);
  }

  AccountState suspecting(EntryPause pause) {
    return new AccountState(cash, drift, pauses, transfers, pause, lossCheck, metrics);
  }

  /** Returns the limits of an entry. */
  public EntryLimits entryLimits(EntryReading reading) {
    return new EntryLimits(
        cash.allowance(reading),
        Exposure.beside(reading.slot(), reading.ledger(), cash.committed(reading)),
        pauses.inForce().of(reading.slot().key()).or(() -> Optional.ofNullable(suspected)),
        reading.ledger().bought(reading.authority().wish()));
  }

  /**
   * Returns the ledger of the symbol, corrected for fees and drift, as the checks of orders use it.
   */
  public SymbolLedger symbolLedger(PositionLedger ledger, Symbol symbol) {
    SymbolLedger entry = ledger.symbolLedger(symbol);
    return drift.isFrozen(symbol) ? entry.shrunk() : entry.doubted();
  }
}

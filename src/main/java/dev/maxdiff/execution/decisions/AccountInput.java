package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.ReplaceReport;
import dev.maxdiff.execution.risk.EntryReading;
import java.math.BigDecimal;

/** What happens to the account as a whole. */
public sealed interface AccountInput {

  /** The account has an owner: its checks at intervals begin. */
  record Started() implements AccountInput {}

  // ---- cash

  /** The entry queues for cash. */
  record EntryAccepted(EntryWish wish) implements AccountInput {}

  /** The slot was withdrawn: its share of the cash is free. */
  record EntryWithdrawn(SlotId slot) implements AccountInput {}

  /** An entry is about to be checked and sent. */
  record CashReserved(SlotId slot, BigDecimal notional) implements AccountInput {}

  /** The outcome of an intent is unknown; the intent may be of an exit. */
  record IntentUnresolved(OrderIntent intent) implements AccountInput {}

  /** The entry was not sent, or the broker shows it from now on. */
  record CashFreed(SlotId slot) implements AccountInput {}

  // ---- what was read

  /** The reads for the checks of an entry; {@link AccountState#entryLimits} answers them. */
  record EntryRead(EntryReading reading) implements AccountInput {}

  /**
   * The account with the money that was moved into and out of it, for the daily loss.
   *
   * @param transfers net since the start of the day, in USD; positive = into the account
   */
  record AccountRead(Account account, BigDecimal transfers) implements AccountInput {}

  /** One symbol's ledger as observed. */
  record LedgerObserved(SymbolLedger ledger) implements AccountInput {}

  // ---- pauses

  /**
   * An operator or the start of the runtime pauses entries.
   *
   * @param request answered by {@link AccountEffect.Answer} when the pause is durable
   */
  record PauseAsked(long request, EntryPause pause) implements AccountInput {}

  /** Entries may order again; answered as {@link PauseAsked}. */
  record ResumeAsked(long request, PauseScope scope) implements AccountInput {}

  /** Entries in the scope are paused for this run, until {@link HoldEnded}. */
  record EntriesHeld(EntryPause pause) implements AccountInput {}

  record HoldEnded() implements AccountInput {}

  /** The answer to {@link AccountEffect.StorePauses}. */
  record PausesStored() implements AccountInput {}

  /** The write of {@link AccountEffect.StorePauses} has failed. */
  record PausesNotStored(RuntimeException failure) implements AccountInput {}

  /** Pauses that could not be written are written again. */
  record StoreDue() implements AccountInput {}

  // ---- the check of the daily loss

  record LossCheckDue() implements AccountInput {}

  /** The read of {@link AccountEffect.ReadLoss} has failed. */
  record AccountUnread(Throwable failure) implements AccountInput {}

  // ---- figures

  record IntentsCounted(Symbol symbol, int unresolved) implements AccountInput {}

  record OrderDenied() implements AccountInput {}

  record OrderReplaced(ReplaceReport report) implements AccountInput {}
}

package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.decisions.AccountState;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.EntryReading;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The account that all order managers share. Inputs take effect one after the other; those of one
 * sender in the order in which it has sent them. Thread-safe; no call blocks.
 *
 * <p>Two entries of different symbols never spend the same cash: each order manager sends its
 * {@code CashReserved} before it begins to read, and its {@code EntryRead} after it has read. Of
 * two reservations the later one stands in front of the own {@code EntryRead}, and the earlier one
 * before it, so at least the one who is answered later sees both.
 */
public interface TradingAccount {

  /** Returns the newest published state; an input that was just sent may be missing in it. */
  AccountState state();

  void tell(AccountInput input);

  /** Returns the limits of an entry by what was read for it; checks the daily loss before. */
  CompletionStage<EntryLimits> entryLimits(EntryReading reading);

  /**
   * Compares what the keys own with the position.
   *
   * @return whether this comparison has frozen the symbol
   */
  CompletionStage<Boolean> compare(SymbolLedger ledger);

  /**
   * Pauses entries. The pause is in force before the stage completes, also if the stage fails.
   *
   * @return completes when the pause is durable; fails if the first write fails
   */
  CompletionStage<List<EntryPause>> pause(EntryPause pause);

  /**
   * Lifts the pauses within the scope.
   *
   * @return the lifted pauses, when their end is durable; fails if the write fails, and no pause is
   *     lifted
   */
  CompletionStage<List<EntryPause>> resume(PauseScope scope);
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.risk.PauseChange;
import java.time.Duration;
import java.util.List;

/**
 * Decides what an input changes in the account, and what is done then. Pure.
 *
 * <p>No decision waits for an effect: a pause is in force before it is durable, and while entry
 * orders in its scope are being cancelled. The order managers end these orders; the account only
 * has them begin.
 */
public final class AccountMachine {

  /** Longer than all reads for the checks of an entry, with their time-outs. */
  private static final long LONGEST_READ = Duration.ofMinutes(2).toNanos();

  private final PauseSteps pauseSteps;
  private final LossSteps lossSteps;

  public AccountMachine(ExecutionSettings settings) {
    this.pauseSteps = new PauseSteps(settings.risk().pauseRetry());
    this.lossSteps = new LossSteps(settings.risk(), pauseSteps);
  }

  public AccountStep on(AccountState state, AccountInput input, AccountTime time) {
    if (input instanceof AccountInput.EntryAccepted accepted) {
      return AccountStep.to(state.with(state.cash().accept(accepted.wish())));
    } else if (input instanceof AccountInput.EntryWithdrawn withdrawn) {
      return AccountStep.to(state.with(state.cash().release(withdrawn.slot())));
    } else if (input instanceof AccountInput.CashReserved reserved) {
      return AccountStep.to(state.with(state.cash().sending(reserved.slot(), reserved.notional())));
    } else if (input instanceof AccountInput.IntentUnresolved unresolved) {
      return AccountStep.to(state.with(state.cash().sending(unresolved.intent())));
    } else if (input instanceof AccountInput.CashFreed freed) {
      return AccountStep.to(
          state.with(state.cash().sent(freed.slot(), time.nanos(), LONGEST_READ)));
    } else if (input instanceof AccountInput.EntryRead read) {
      AccountState moved = state.with(state.cash().at(read.reading().ledger()));
      return lossSteps.suspected(moved, read.reading().account(), time);
    } else if (input instanceof AccountInput.AccountRead read) {
      return lossSteps.read(state, read, time);
    } else if (input instanceof AccountInput.LedgerObserved observed) {
      return AccountStep.to(state.with(state.drift().seen(observed.ledger(), time.nanos())));
    } else if (input instanceof AccountInput.IntentsCounted counted) {
      return AccountStep.to(
          state.with(state.metrics().unresolved(counted.symbol(), counted.unresolved())));
    } else if (input instanceof AccountInput.OrderDenied) {
      return AccountStep.to(state.with(state.metrics().denied()));
    } else if (input instanceof AccountInput.OrderReplaced replaced) {
      return AccountStep.to(state.with(state.metrics().replaced(replaced.report())));
    }
    return ofPauses(state, input);
  }

  private AccountStep ofPauses(AccountState state, AccountInput input) {
    if (input instanceof AccountInput.PauseAsked asked) {
      return pauseSteps.changed(state, new PauseChange.Pause(asked.request(), asked.pause()));
    } else if (input instanceof AccountInput.ResumeAsked asked) {
      return resumed(state, asked.request(), asked.scope());
    } else if (input instanceof AccountInput.EntriesHeld held) {
      return AccountStep.to(state.with(state.pauses().held(held.pause())));
    } else if (input instanceof AccountInput.HoldEnded) {
      return AccountStep.to(state.with(state.pauses().held(null)));
    } else if (input instanceof AccountInput.PausesStored) {
      return pauseSteps.stored(state);
    } else if (input instanceof AccountInput.PausesNotStored failed) {
      return pauseSteps.notStored(state, failed.failure());
    } else if (input instanceof AccountInput.StoreDue) {
      return pauseSteps.write(state);
    }
    return ofLossCheck(state, input);
  }

  private AccountStep ofLossCheck(AccountState state, AccountInput input) {
    if (input instanceof AccountInput.Started) {
      return lossSteps.started(state);
    } else if (input instanceof AccountInput.LossCheckDue) {
      return lossSteps.due(state);
    }
    return lossSteps.unread(state, ((AccountInput.AccountUnread) input).failure());
  }

  private AccountStep resumed(AccountState state, long request, PauseScope scope) {
    return state.pauses().planned().within(scope).isEmpty()
        ? AccountStep.to(state, new AccountEffect.Answer(request, List.of()))
        : pauseSteps.changed(state, new PauseChange.Lift(request, scope));
  }
}

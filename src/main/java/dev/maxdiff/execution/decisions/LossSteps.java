package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.RiskSettings;
import dev.maxdiff.execution.risk.DailyLossLimit;
import dev.maxdiff.execution.risk.DayTransfers;
import dev.maxdiff.execution.risk.PauseChange;
import java.time.Duration;
import java.util.List;

/** The steps that check the daily loss; a part of {@link AccountMachine}. Pure. */
final class LossSteps {

  private final DailyLossLimit limit;
  private final Duration interval;
  private final PauseSteps pauses;

  LossSteps(RiskSettings settings, PauseSteps pauses) {
    this.limit = new DailyLossLimit(settings.limits());
    this.interval = settings.lossCheck();
    this.pauses = pauses;
  }

  AccountStep started(AccountState state) {
    return limit.isSet() ? AccountStep.to(state, next()) : AccountStep.to(state);
  }

  private AccountEffect next() {
    return new AccountEffect.Wait(interval, new AccountInput.LossCheckDue());
  }

  /** The answer to a read that is under way has the next one follow. */
  AccountStep due(AccountState state) {
    LossCheck check = state.lossCheck();
    return check.isReading()
        ? AccountStep.to(state)
        : AccountStep.to(
            state.with(new LossCheck(true, check.isUnread())), new AccountEffect.ReadLoss());
  }

  /**
   * Denies entries while an account that an order manager has read shows the loss of the day, and
   * has the transfers read: a withdrawal is no loss.
   */
  AccountStep suspected(AccountState state, Account account, AccountTime time) {
    return state.suspected() != null
        ? AccountStep.to(state)
        : limit
            .reached(state.pauses().planned(), account, state.transfers(), time.now())
            .map(pause -> due(state.suspecting(pause)))
            .orElseGet(() -> AccountStep.to(state));
  }

  AccountStep read(AccountState before, AccountInput.AccountRead read, AccountTime time) {
    Account account = read.account();
    AccountState state =
        before.with(new DayTransfers(account.lastEquity(), read.transfers())).with(LossCheck.NONE);
    AccountStep step = AccountStep.to(state);
    for (PauseChange change :
        limit.check(state.pauses().planned(), account, state.transfers(), time.now())) {
      AccountStep next = pauses.changed(step.state(), change);
      step = step.and(next.state(), next.effects());
      if (change instanceof PauseChange.Pause tripped) {
        step =
            step.and(
                step.state(),
                List.of(
                    new AccountEffect.Publish(new OrderEvent.Alert(tripped.pause().words())),
                    new AccountEffect.CancelEntries(tripped.pause())));
      }
    }
    return step.and(step.state(), List.of(next()));
  }

  /** The check goes on after any failure; a defect is reported once. */
  AccountStep unread(AccountState before, Throwable failure) {
    boolean isNews = !before.lossCheck().isUnread() && !(failure instanceof BrokerException);
    AccountStep step = AccountStep.to(before.with(new LossCheck(false, true)), next());
    String words = "the check of the day's loss has failed and is repeated: " + failure;
    return isNews
        ? step.before(List.of(new AccountEffect.Publish(new OrderEvent.Alert(words))))
        : step;
  }
}

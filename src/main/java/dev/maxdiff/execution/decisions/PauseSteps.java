package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.risk.DurablePauses;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.risk.PauseChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The steps that make pauses durable; a part of {@link AccountMachine}. Pure. */
final class PauseSteps {

  private final Duration retry;

  /**
   * @param retry time until a failed write is tried again
   */
  PauseSteps(Duration retry) {
    this.retry = retry;
  }

  AccountStep changed(AccountState state, PauseChange change) {
    return write(state.with(state.pauses().with(change)));
  }

  /** Begins a write unless one is under way or nothing is to be written. */
  AccountStep write(AccountState state) {
    if (!state.pauses().needWrite()) {
      return AccountStep.to(state);
    }
    EntryPauses planned = state.pauses().planned();
    return AccountStep.to(
        state.with(state.pauses().written()),
        new AccountEffect.StorePauses(planned.stored(), planned.forgivenDay()));
  }

  AccountStep stored(AccountState state) {
    List<AccountEffect> answers = new ArrayList<>();
    EntryPauses pauses = state.pauses().durable();
    for (PauseChange change : state.pauses().underWay()) {
      if (change.request() != PauseChange.UNASKED) {
        answers.add(new AccountEffect.Answer(change.request(), concerned(change, pauses)));
      }
      pauses = change.apply(pauses);
    }
    return write(state.with(state.pauses().stored())).before(answers);
  }

  private static List<EntryPause> concerned(PauseChange change, EntryPauses before) {
    if (change instanceof PauseChange.Pause added) {
      return List.of(added.pause());
    }
    return change instanceof PauseChange.Lift lift ? before.within(lift.scope()) : List.of();
  }

  /** A failed write: the requests are refused; pauses are in force and written again. */
  AccountStep notStored(AccountState state, RuntimeException failure) {
    DurablePauses before = state.pauses();
    DurablePauses after = before.notStored();
    List<AccountEffect> effects = new ArrayList<>();
    for (PauseChange change : before.underWay()) {
      if (change.request() != PauseChange.UNASKED) {
        effects.add(new AccountEffect.Refuse(change.request(), failure));
      }
    }
    if (after.isFailing() && !before.isFailing()) {
      String words = "pauses are in force but not stored, and stored again: ";
      effects.add(alert(words + failure.getMessage()));
    }
    boolean hasWaited = before.changes().size() > before.writing();
    AccountStep step = hasWaited ? write(state.with(after)) : AccountStep.to(state.with(after));
    if (!hasWaited && after.isFailing()) {
      effects.add(new AccountEffect.Wait(retry, new AccountInput.StoreDue()));
    }
    return step.before(effects);
  }

  private static AccountEffect alert(String words) {
    return new AccountEffect.Publish(new OrderEvent.Alert(words));
  }
}

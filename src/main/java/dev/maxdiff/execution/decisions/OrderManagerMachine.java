package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentWritten;
import dev.maxdiff.execution.decisions.OrderJournalEvent.LedgerAgreed;
import dev.maxdiff.execution.decisions.OrderJournalEvent.LedgerCorrected;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderReplaced;
import dev.maxdiff.execution.decisions.OrderJournalEvent.SlotReleased;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderIntent;
import java.util.List;

/**
 * The decisions of the order manager of one symbol: state and input in, state, journal events and
 * effects out (promise P10). Pure.
 *
 * <p>It runs its tasks one after the other. An intent whose outcome is unknown after its task, or
 * after a crash, is looked up until the outcome is known; until then the slot sends nothing. A
 * cancel of a slot's orders is repeated until none is open. While orders are open or the position
 * falls short, the symbol is observed.
 *
 * @see OrderTaskMachine the decisions of one task
 */
public final class OrderManagerMachine {

  private final QueueSteps queue;
  private final LookupSteps lookups;
  private final OwedCancelSteps owed;
  private final LedgerSteps ledger;
  private final ObservationSteps observation;
  private final ForbiddenSteps forbidden;
  private final RenewalSteps renewals;

  public OrderManagerMachine(Symbol symbol, ExecutionSettings settings, TaskDecisions tasks) {
    this.queue = new QueueSteps(symbol, settings.orders().queueLimit(), tasks);
    this.lookups = new LookupSteps(settings.orders());
    this.owed = new OwedCancelSteps(symbol, settings.orders().lookupInterval(), queue);
    this.renewals = new RenewalSteps(symbol, settings.orders().renewBefore(), queue);
    this.forbidden = new ForbiddenSteps(symbol);
    this.ledger = new LedgerSteps(symbol, settings.ledger().shortfallPatience());
    this.observation = new ObservationSteps(symbol, settings.reads(), ledger);
  }

  /** Returns the next step. An input that nothing waits for any more changes nothing. */
  public OrderManagerStep on(
      OrderManagerWork work, OrderManagerInput input, Surroundings surroundings) {
    StepDraft draft = new StepDraft(work, surroundings);
    decide(draft, input);
    return draft.step();
  }

  private void decide(StepDraft draft, OrderManagerInput input) {
    if (input instanceof OrderManagerInput.Submitted submitted) {
      queue.submit(draft, new TaskQueue.Waiting(submitted.task(), submitted.requester()));
    } else if (input instanceof OrderManagerInput.TaskAnswered answered) {
      queue.answered(draft, answered.task(), answered.input());
    } else if (input instanceof OrderManagerInput.TaskBroken broken) {
      queue.broken(draft, broken.task(), broken.defect());
    } else if (input instanceof OrderManagerInput.Written written) {
      written(draft, written.events());
    } else if (input instanceof OrderManagerInput.TaskDone done) {
      done(draft, done.task());
    } else if (input instanceof OrderManagerInput.Elapsed elapsed) {
      elapsed(draft, elapsed.timer());
    } else if (input instanceof OrderManagerInput.LookedUp answer) {
      lookups.lookedUp(draft, answer.clientOrderId(), answer.order());
    } else if (input instanceof OrderManagerInput.LookupFailed failed) {
      lookups.failed(draft, failed.clientOrderId());
    } else if (input instanceof OrderManagerInput.Found found) {
      found(draft, found);
    } else if (input instanceof OrderManagerInput.CancelledAgain cancelled) {
      owed.cancelled(draft, cancelled.answer());
    } else if (input instanceof OrderManagerInput.Renewed renewed) {
      renewals.renewed(draft, renewed.id(), renewed.answer());
    } else if (input instanceof OrderManagerInput.CancelsOwed) {
      owed.later(draft);
    } else if (input instanceof OrderManagerInput.AccountRead read) {
      observation.read(draft, read.snapshot());
      forbidden.seen(draft, read.snapshot());
      owed.observed(draft);
      renewals.observed(draft);
    } else if (input instanceof OrderManagerInput.AccountUnread unread) {
      observation.failed(draft, unread.failure());
    } else if (input instanceof OrderManagerInput.PositionCompared compared) {
      observation.compared(draft, compared.ledger(), compared.hasFrozen());
    } else {
      decideLife(draft, input);
    }
  }

  private void decideLife(StepDraft draft, OrderManagerInput input) {
    if (input instanceof OrderManagerInput.AcceptAsked asked) {
      ledger.accept(draft, asked);
    } else if (input instanceof OrderManagerInput.Accepted accepted) {
      draft.answer(accepted.requester(), accepted.answer());
    } else if (input instanceof OrderManagerInput.Released released) {
      release(draft, released);
    } else if (input instanceof OrderManagerInput.ChangeExpected) {
      observation.expectChange(draft);
      observation.observe(draft);
    } else if (input instanceof OrderManagerInput.Recovered recovered) {
      recovered(draft, recovered.baseline());
    } else if (input instanceof OrderManagerInput.Resumed) {
      draft.writeEnds();
      owed.begin(draft);
      queue.startNext(draft);
    } else if (input instanceof OrderManagerInput.Interrupted) {
      queue.interrupt(draft);
    }
  }

  private void elapsed(StepDraft draft, OrderManagerTimer timer) {
    if (timer instanceof OrderManagerTimer.Pause pause) {
      queue.answered(draft, pause.task(), new TaskInput.Elapsed());
    } else if (timer instanceof OrderManagerTimer.NextLookup next) {
      lookups.lookUp(draft, next.clientOrderId());
    } else if (timer instanceof OrderManagerTimer.Absence absence) {
      lookups.allowAbsence(draft, absence.clientOrderId());
    } else if (timer instanceof OrderManagerTimer.CancelAgain) {
      owed.begin(draft);
    } else if (timer instanceof OrderManagerTimer.QuietDenials) {
      DenialSteps.elapsed(draft);
    } else {
      observation.observe(draft);
    }
  }

  private void written(StepDraft draft, List<OrderJournalEvent> events) {
    int unresolved = draft.journal().unresolved().size();
    draft.effect(new OrderManagerEffect.CountUnresolved(unresolved));
    for (OrderJournalEvent event : events) {
      if (event instanceof OrderReplaced replaced) {
        draft.effect(new OrderManagerEffect.CountReplacement(replaced.receipt()));
        draft.publish(new OrderEvent.Replaced(replaced.receipt()));
      } else if (event instanceof IntentWritten written) {
        draft.effect(new OrderManagerEffect.ShowCallerIds(draft.journal().callerIds()));
        queue.written(draft, written.intent());
      } else if (event instanceof LedgerCorrected || event instanceof LedgerAgreed) {
        ledger.written(draft, event);
        observation.expectChange(draft);
        observation.observe(draft);
      }
    }
  }

  private void done(StepDraft draft, long task) {
    queue.done(draft, task);
    lookups.beginAll(draft);
    observation.expectChange(draft);
    draft.continueWith(
        new OrderManagerInput.Elapsed(new OrderManagerTimer.NextObservation())); // orders first
    queue.startNext(draft);
  }

  private void found(StepDraft draft, OrderManagerInput.Found found) {
    OrderIntent intent = found.intent();
    lookups.found(draft, intent, found.order());
    observation.expectChange(draft);
    observation.later(draft);
    owed.begin(draft);
  }

  private static void release(StepDraft draft, OrderManagerInput.Released released) {
    DenialSteps.ended(draft, released.slot());
    ForbiddenSteps.ended(draft, released.slot());
    if (draft.journal().workingOrders().knows(released.slot())) {
      draft.write(new SlotReleased(released.slot(), draft.surroundings().at()));
    }
  }

  private void recovered(StepDraft draft, LedgerSnapshot baseline) {
    int unresolved = draft.journal().unresolved().size();
    draft.effect(new OrderManagerEffect.CountUnresolved(unresolved));
    draft.effect(new OrderManagerEffect.ShowCallerIds(draft.journal().callerIds()));
    ledger.show(draft);
    observation.begin(draft, baseline);
    lookups.restart(draft);
    owed.observed(draft);
    draft.continueWith(new OrderManagerInput.Resumed());
  }
}

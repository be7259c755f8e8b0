package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentWritten;
import dev.maxdiff.execution.decisions.TaskQueue.Running;
import dev.maxdiff.execution.decisions.TaskQueue.Waiting;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderRefusal;
import java.util.function.Supplier;

/** The steps of the tasks: they wait in a queue, and the first one runs to its end. Pure. */
final class QueueSteps {

  private final Symbol symbol;
  private final int limit;
  private final TaskDecisions decisions;
  private final ForbiddenSteps forbidden;

  QueueSteps(Symbol symbol, int limit, TaskDecisions decisions) {
    this.symbol = symbol;
    this.limit = limit;
    this.decisions = decisions;
    this.forbidden = new ForbiddenSteps(symbol);
  }

  void submit(StepDraft draft, Waiting task) {
    if (draft.work().tasks().waiting().size() >= limit) {
      draft.answer(task.requester(), busy());
      oweUnconfirmed(draft, task.task(), busy());
    } else {
      enqueue(draft, task);
    }
  }

  private OrderAnswer busy() {
    return OrderRefusal.notSent("busy", "too many orders of " + symbol + " are waiting; ask again");
  }

  /** Adds a task even to a full queue. */
  void enqueue(StepDraft draft, Waiting task) {
    draft.work(draft.work().with(draft.work().tasks().with(task)));
    startNext(draft);
  }

  void startNext(StepDraft draft) {
    TaskQueue tasks = draft.work().tasks();
    if (tasks.mayBegin()) {
      OrderTask task = tasks.waiting().get(0).task();
      TaskState before = new TaskState.Ended(); // reserves nothing
      draft.work(draft.work().with(tasks.begun(before)));
      take(draft, before, () -> decisions.begin(task, draft.moment()));
    }
  }

  void answered(StepDraft draft, long number, TaskInput input) {
    if (draft.work().tasks().isAwaited(number)) {
      answered(draft, input);
    }
  }

  private void answered(StepDraft draft, TaskInput input) {
    TaskState before = draft.work().tasks().running().state();
    take(draft, before, () -> decisions.on(before, input, draft.moment()));
  }

  /** The intent is durable; only the task that waits for it may send it. */
  void written(StepDraft draft, OrderIntent intent) {
    Running running = draft.work().tasks().running();
    if (running != null
        && running.state() instanceof TaskState.Writing writing
        && writing.intent().clientOrderId().equals(intent.clientOrderId())) {
      answered(draft, new TaskInput.IntentWritten());
    }
  }

  /** A request of the task has failed by a defect. */
  void broken(StepDraft draft, long number, Throwable defect) {
    if (draft.work().tasks().isAwaited(number)) {
      TaskState before = draft.work().tasks().running().state();
      take(draft, broken(draft, before, defect));
    }
  }

  private void take(StepDraft draft, TaskState before, Supplier<Step> decided) {
    Step step;
    try {
      step = decided.get();
    } catch (RuntimeException e) {
      step = broken(draft, before, e);
    }
    take(draft, step);
  }

  /** A defect: the task ends, its order manager goes on. */
  private static Step broken(StepDraft draft, TaskState before, Throwable defect) {
    draft.effect(new OrderManagerEffect.LogDefect(defect));
    return OrderTaskMachine.broken(before, defect);
  }

  private void take(StepDraft draft, Step step) {
    draft.work(draft.work().with(draft.work().tasks().at(step.state())));
    step.effects().forEach(effect -> take(draft, effect));
  }

  private void take(StepDraft draft, TaskEffect effect) {
    Running running = draft.work().tasks().running();
    if (effect instanceof TaskEffect.Request request) {
      draft.effect(new OrderManagerEffect.OfTask(running.number(), request));
    } else if (effect instanceof TaskEffect.Publish publish
        && publish.event() instanceof OrderEvent.Denied denied) {
      DenialSteps.denied(draft, denied);
    } else if (effect instanceof TaskEffect.Unanswered unanswered) {
      draft.effect(unanswered);
    } else if (effect instanceof TaskEffect.WriteIntent write) {
      OrderIntent intent = write.intent().calledBy(running.task().callerId());
      draft.write(new IntentWritten(intent, draft.surroundings().at()));
    } else if (effect instanceof TaskEffect.Wait wait) {
      draft.startTimer(new OrderManagerTimer.Pause(running.number()), wait.time());
    } else if (effect instanceof TaskEffect.Resolve resolve) {
      draft.resolve(resolve.intent().clientOrderId(), resolve.outcome(), resolve.takenAt());
      if (resolve.outcome() == IntentOutcome.ACCEPTED) {
        ForbiddenSteps.ended(draft, resolve.intent().slot());
        DenialSteps.ended(draft, resolve.intent().slot());
      }
    } else if (effect instanceof TaskEffect.TellRefusal tell) {
      forbidden.refused(draft, tell);
    } else if (effect instanceof TaskEffect.Answer answer) {
      draft.answer(running.requester(), answer.answer());
      oweUnconfirmed(draft, running.task(), answer.answer());
      draft.continueWith(new OrderManagerInput.TaskDone(running.number()));
    }
  }

  private static void oweUnconfirmed(StepDraft draft, OrderTask task, OrderAnswer answer) {
    boolean isConfirmed = answer instanceof OrderAnswer.Unconfirmed left && left.orders().isEmpty();
    if (task instanceof OrderTask.CancelSlots cancel && !isConfirmed) {
      draft.work(draft.work().with(draft.work().owed().with(cancel.slots())));
      draft.continueWith(new OrderManagerInput.CancelsOwed());
    }
  }

  /** Makes room for the next task. */
  void done(StepDraft draft, long number) {
    Running running = draft.work().tasks().running();
    if (running != null && running.number() == number) {
      draft.work(draft.work().with(draft.work().tasks().idle()));
    }
  }

  /** Ends the running task and answers it. The next task begins after the recovery. */
  void interrupt(StepDraft draft) {
    Running running = draft.work().tasks().running();
    draft.work(draft.work().with(draft.work().tasks().idle()));
    if (running == null || running.isAnswered()) {
      return;
    }
    OrderTaskMachine.heldCash(running.state())
        .ifPresent(slot -> draft.effect(new TaskEffect.FreeCash(slot)));
    if (running.requester() instanceof OwedCancels.Canceller) {
      draft.work(draft.work().with(draft.work().owed().interrupted()));
    } else {
      draft.answer(running.requester(), OrderTaskMachine.interrupted(running.state()));
      if (running.task() instanceof OrderTask.CancelSlots cancel) {
        draft.work(draft.work().with(draft.work().owed().with(cancel.slots())));
      }
    }
  }
}

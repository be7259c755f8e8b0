package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.Moment;
import dev.maxdiff.execution.decisions.OrderManagerEffect;
import dev.maxdiff.execution.decisions.OrderManagerInput;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.decisions.OrderTaskMachine;
import dev.maxdiff.execution.decisions.Step;
import dev.maxdiff.execution.decisions.TaskEffect;
import dev.maxdiff.execution.decisions.TaskInput;
import dev.maxdiff.execution.decisions.TaskState;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderIntent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Runs the tasks of one order manager on the calling thread, each to its end, with the shipped
 * machine and performer and an order channel that answers before its call returns.
 */
abstract class TaskDriver {

  private final GatewayContext context;
  private final OrderTaskMachine machine;
  private final EffectPerformer performer;

  TaskDriver(Symbol symbol, GatewayContext context) {
    this.context = context;
    this.machine = new OrderTaskMachine(symbol, context.origin(), context.settings());
    this.performer = new EffectPerformer(symbol, context);
  }

  /** Returns the journalled state that the next decision sees. */
  abstract OrderManagerState journalled();

  abstract long nanos();

  /** Makes the intent durable. */
  abstract void write(OrderIntent intent);

  abstract void resolve(TaskEffect.Resolve resolve);

  abstract void pause(Duration time);

  final OrderAnswer perform(OrderTask task) {
    Deque<TaskInput> inputs = new ArrayDeque<>();
    Step step = decided(new TaskState.Ended(), () -> machine.begin(task, moment()));
    while (true) {
      OrderAnswer answer;
      try {
        answer = perform(step.effects(), inputs);
      } catch (RuntimeException e) { // a defect in a request
        step = OrderTaskMachine.broken(step.state(), e);
        answer = perform(step.effects(), inputs);
      }
      TaskState before = step.state();
      if (before instanceof TaskState.Ended) {
        return answer;
      }
      step = decided(before, () -> machine.on(before, inputs.remove(), moment()));
    }
  }

  private static Step decided(TaskState before, Supplier<Step> decision) {
    try {
      return decision.get();
    } catch (RuntimeException e) {
      return OrderTaskMachine.broken(before, e);
    }
  }

  private OrderAnswer perform(List<TaskEffect> effects, Deque<TaskInput> inputs) {
    OrderAnswer answer = null;
    for (TaskEffect effect : effects) {
      answer = effect instanceof TaskEffect.Answer end ? end.answer() : answer;
      perform(effect, inputs);
    }
    return answer;
  }

  private Moment moment() {
    return new Moment(nanos(), context.authorities(), journalled());
  }

  private void perform(TaskEffect effect, Deque<TaskInput> inputs) {
    if (effect instanceof TaskEffect.Request request) {
      inputs.add(answer(request));
    } else if (effect instanceof TaskEffect.Unanswered unanswered) {
      performer.perform(new OrderManagerEffect.Plain(unanswered));
    } else if (effect instanceof TaskEffect.WriteIntent write) {
      write(write.intent());
      inputs.add(new TaskInput.IntentWritten());
    } else if (effect instanceof TaskEffect.Wait wait) {
      pause(wait.time());
      inputs.add(new TaskInput.Elapsed());
    } else if (effect instanceof TaskEffect.Resolve resolve) {
      resolve(resolve);
    }
  }

  /** Returns the answer to a request; throws the defect of a broken one. */
  private TaskInput answer(TaskEffect.Request request) {
    OrderManagerInput input = joined(performer.begin(new OrderManagerEffect.OfTask(1, request)));
    return input instanceof OrderManagerInput.TaskBroken broken
        ? joined(CompletableFuture.failedStage(broken.defect()))
        : ((OrderManagerInput.TaskAnswered) input).input();
  }

  /** Returns the answer; throws the exception of a failed stage itself. */
  static <T> T joined(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error end) {
        throw end; // of the simulated runtime
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}

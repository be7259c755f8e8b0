package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.Moment;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.decisions.OrderTaskMachine;
import dev.maxdiff.execution.decisions.Step;
import dev.maxdiff.execution.decisions.TaskEffect;
import dev.maxdiff.execution.decisions.TaskInput;
import dev.maxdiff.execution.decisions.TaskState;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderRefusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Performs the tasks of one order manager on the calling thread, each to its end, with the shipped
 * machine and an order channel that answers before its call returns.
 */
abstract class TaskDriver {

  private final Symbol symbol;
  private final GatewayContext context;
  private final OrderTaskMachine machine;
  private final SceneReader scenes;

  TaskDriver(Symbol symbol, GatewayContext context) {
    this.symbol = symbol;
    this.context = context;
    this.machine = new OrderTaskMachine(symbol, context.installation(), context.settings());
    this.scenes = new SceneReader(symbol, context);
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
    Step step = machine.begin(task, moment());
    while (true) {
      OrderAnswer answer = null;
      for (TaskEffect effect : step.effects()) {
        answer = effect instanceof TaskEffect.Answer end ? end.answer() : answer;
        perform(effect, inputs);
      }
      if (step.state() instanceof TaskState.Ended) {
        return answer;
      }
      TaskState state = step.state();
      try {
        step = machine.on(state, inputs.remove(), moment());
      } catch (IllegalStateException e) {
        return OrderRefusal.internal(e);
      }
    }
  }

  private Moment moment() {
    return new Moment(nanos(), context.tokens(), journalled());
  }

  private void perform(TaskEffect effect, Deque<TaskInput> inputs) {
    if (effect instanceof TaskEffect.ReadScene read) {
      inputs.add(answer(() -> new TaskInput.SceneRead(scenes.read(read.authority()))));
    } else if (effect instanceof TaskEffect.ReadLedger) {
      inputs.add(
          answer(
              () ->
                  new TaskInput.LedgerRead(
                      context.upstream().snapshot(Duration.ZERO).value().ledger())));
    } else if (effect instanceof TaskEffect.ReadOrder read) {
      inputs.add(answer(context.orders().order(read.id()), TaskInput.OrderRead::new));
    } else if (effect instanceof TaskEffect.LookUp look) {
      inputs.add(
          answer(
              context.orders().orderByClientOrderId(look.clientOrderId()),
              TaskInput.OrderRead::new));
    } else if (effect instanceof TaskEffect.WriteIntent write) {
      write(write.intent());
      inputs.add(new TaskInput.IntentWritten());
    } else if (effect instanceof TaskEffect.Send send) {
      inputs.add(send(send));
    } else if (effect instanceof TaskEffect.Cancel cancel) {
      inputs.add(cancel(cancel.id()));
    } else if (effect instanceof TaskEffect.Wait wait) {
      pause(wait.time());
      inputs.add(new TaskInput.Elapsed());
    } else if (effect instanceof TaskEffect.ReserveCash reserve) {
      context.cash().sending(reserve.slot(), reserve.notional());
    } else if (effect instanceof TaskEffect.FreeCash free) {
      context.cash().sent(free.slot());
    } else if (effect instanceof TaskEffect.Resolve resolve) {
      resolve(resolve);
    } else if (effect instanceof TaskEffect.OutdateReads) {
      context.upstream().invalidate();
    } else if (effect instanceof TaskEffect.Publish publish) {
      context.events().accept(publish.event());
    }
  }

  private TaskInput send(TaskEffect.Send send) {
    if (!context.tokens().isCurrent(send.order().authority())) {
      return new TaskInput.Revoked();
    }
    OrderIntent intent = send.intent();
    CompletionStage<Order> sent =
        send.order().replaced() == null
            ? context
                .orders()
                .submit(
                    new OrderRequest(
                        symbol,
                        send.order().side(),
                        intent.quantity(),
                        intent.price(),
                        intent.timeInForce(),
                        intent.clientOrderId()))
            : context
                .orders()
                .replace(
                    send.order().replaced().id(),
                    new ReplaceRequest(
                        null, intent.price(), intent.timeInForce(), intent.clientOrderId()));
    return answer(sent, TaskInput.Accepted::new);
  }

  private TaskInput cancel(String id) {
    TaskInput answer =
        answer(context.orders().cancel(id), accepted -> new TaskInput.CancelAccepted(id));
    return answer instanceof TaskInput.Failed failed
        ? new TaskInput.CancelFailed(id, failed.failure())
        : answer;
  }

  private static <T> TaskInput answer(CompletionStage<T> stage, Function<T, TaskInput> answer) {
    return answer(() -> answer.apply(joined(stage)));
  }

  private static TaskInput answer(Supplier<TaskInput> read) {
    try {
      return read.get();
    } catch (BrokerException e) {
      return new TaskInput.Failed(e);
    }
  }

  static <T> T joined(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw BrokerFailures.of(e);
    }
  }
}

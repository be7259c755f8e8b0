package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.TaskEffect;
import dev.maxdiff.execution.decisions.TaskInput;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.risk.ProposedOrder;
import dev.maxdiff.execution.upstream.BrokerAnswers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Sends the requests of a task to the broker. Thread-safe; no call blocks. */
final class TaskRequests {

  private final Symbol symbol;
  private final GatewayContext context;
  private final SceneReader scenes;

  TaskRequests(Symbol symbol, GatewayContext context) {
    this.symbol = symbol;
    this.context = context;
    this.scenes = new SceneReader(symbol, context);
  }

  /**
   * Begins the request. A failure of the broker is an input, too; the stage itself fails only by a
   * defect.
   */
  CompletionStage<TaskInput> begin(TaskEffect.Request request) {
    if (request instanceof TaskEffect.ReadScene read) {
      return answered(scenes.read(read.authority()), TaskInput.SceneRead::new);
    } else if (request instanceof TaskEffect.ReadLedger) {
      return answered(ledger(), TaskInput.LedgerRead::new);
    } else if (request instanceof TaskEffect.ReadOrder read) {
      return answered(context.orders().order(read.id()), TaskInput.OrderRead::new);
    } else if (request instanceof TaskEffect.LookUp look) {
      return answered(
          context.orders().orderByClientOrderId(look.clientOrderId()), TaskInput.OrderRead::new);
    } else if (request instanceof TaskEffect.Cancel cancel) {
      return cancelled(cancel.id());
    }
    return sent((TaskEffect.Send) request);
  }

  private CompletionStage<PositionLedger> ledger() {
    return context
        .upstream()
        .readSnapshot(Duration.ZERO)
        .thenApply(snapshot -> snapshot.value().ledger());
  }

  /** Checks the authority a last time: a withdrawn one is gone when its withdrawal returns. */
  private CompletionStage<TaskInput> sent(TaskEffect.Send send) {
    return context.tokens().isCurrent(send.order().authority())
        ? answered(transmit(send.intent(), send.order()), TaskInput.Accepted::new)
        : CompletableFuture.completedStage(new TaskInput.Revoked());
  }

  private CompletionStage<Order> transmit(OrderIntent intent, ProposedOrder order) {
    return order.replaced() == null
        ? context
            .orders()
            .submit(
                new OrderRequest(
                    symbol,
                    order.side(),
                    intent.quantity(),
                    intent.price(),
                    intent.timeInForce(),
                    intent.clientOrderId()))
        : context
            .orders()
            .replace(
                order.replaced().id(),
                new ReplaceRequest(
                    null, intent.price(), intent.timeInForce(), intent.clientOrderId()));
  }

  private CompletionStage<TaskInput> cancelled(String id) {
    return answered(
        context.orders().cancel(id),
        accepted -> new TaskInput.CancelAccepted(id),
        failure -> new TaskInput.CancelFailed(id, failure));
  }

  private static <T> CompletionStage<TaskInput> answered(
      CompletionStage<T> answer, Function<T, TaskInput> input) {
    return answered(answer, input, TaskInput.Failed::new);
  }

  private static <T> CompletionStage<TaskInput> answered(
      CompletionStage<T> answer,
      Function<T, TaskInput> input,
      Function<BrokerException, TaskInput> failed) {
    return answer
        .thenApply(input)
        .exceptionallyCompose(
            failure ->
                BrokerAnswers.failure(failure)
                    .map(e -> CompletableFuture.completedStage(failed.apply(e)))
                    .orElseGet(() -> CompletableFuture.failedStage(failure)));
  }
}

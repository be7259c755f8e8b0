package dev.maxdiff.execution.orders;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.maxdiff.broker.Order;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderIntent;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * The journal of an order manager for one task. Sends requests to the actor and waits for its
 * answers.
 */
final class OrderManagerJournal implements IntentJournal {

  private final ActorSystem<?> system;
  private final ActorRef<OrderManager.Command> orderManager;
  private final Collection<OrderIntent> unresolved;
  private final Duration patience;
  private final BooleanSupplier alive;

  /**
   * @param unresolved intents without a known outcome at the start of the task; only this task adds
   *     intents while it runs
   */
  OrderManagerJournal(
      ActorSystem<?> system,
      ActorRef<OrderManager.Command> orderManager,
      Collection<OrderIntent> unresolved,
      Duration patience,
      BooleanSupplier alive) {
    this.system = system;
    this.orderManager = orderManager;
    this.unresolved = List.copyOf(unresolved);
    this.patience = patience;
    this.alive = alive;
  }

  @Override
  public Collection<OrderIntent> unresolved() {
    return unresolved;
  }

  @Override
  public OrderIntent write(OrderIntent intent, long seen) {
    try {
      return AskPattern.<OrderManager.Command, OrderIntent>ask(
              orderManager,
              replyTo -> new OrderManager.WriteIntent(intent, seen, replyTo),
              patience,
              system.scheduler())
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw new JournalException(
          "the order was not sent: the journal did not confirm its intent", e);
    }
  }

  @Override
  public void resolve(OrderIntent intent, IntentOutcome outcome) {
    orderManager.tell(new OrderManager.ResolveIntent(intent.clientOrderId(), outcome, null));
  }

  @Override
  public void accepted(OrderIntent intent, Order order) {
    orderManager.tell(
        new OrderManager.ResolveIntent(
            intent.clientOrderId(), IntentOutcome.ACCEPTED, order.submittedAt()));
  }

  @Override
  public boolean isAlive() {
    return alive.getAsBoolean();
  }
}

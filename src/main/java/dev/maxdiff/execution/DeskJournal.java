package dev.maxdiff.execution;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.maxdiff.broker.Order;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * The journal of an order manager for one task. Sends requests to the actor and waits for its
 * answers.
 */
final class DeskJournal implements IntentJournal {

  private final ActorSystem<?> system;
  private final ActorRef<SymbolDesk.Command> orderManager;
  private final Collection<Intent> unresolved;
  private final Duration patience;
  private final BooleanSupplier alive;

  /**
   * @param unresolved intents without a known outcome at the start of the task; only this task adds
   *     intents while it runs
   */
  DeskJournal(
      ActorSystem<?> system,
      ActorRef<SymbolDesk.Command> orderManager,
      Collection<Intent> unresolved,
      Duration patience,
      BooleanSupplier alive) {
    this.system = system;
    this.orderManager = orderManager;
    this.unresolved = List.copyOf(unresolved);
    this.patience = patience;
    this.alive = alive;
  }

  @Override
  public Collection<Intent> unresolved() {
    return unresolved;
  }

  @Override
  public Intent write(Intent intent, long seen) {
    try {
      return AskPattern.<SymbolDesk.Command, Intent>ask(
              orderManager,
              replyTo -> new SymbolDesk.WriteIntent(intent, seen, replyTo),
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
  public void resolve(Intent intent, IntentOutcome outcome) {
    orderManager.tell(new SymbolDesk.ResolveIntent(intent.clientOrderId(), outcome, null));
  }

  @Override
  public void accepted(Intent intent, Order order) {
    orderManager.tell(
        new SymbolDesk.ResolveIntent(
            intent.clientOrderId(), IntentOutcome.ACCEPTED, order.submittedAt()));
  }

  @Override
  public boolean isAlive() {
    return alive.getAsBoolean();
  }
}

package dev.maxdiff.execution.orders;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.maxdiff.actors.ActorSpawner;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.model.LedgerAcceptance;
import dev.maxdiff.execution.model.OrderAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds or starts the order manager of a symbol. Thread-safe. */
public final class OrderManagers {

  private final ActorSystem<?> system;
  private final ActorSpawner actors;
  private final GatewayContext context;
  private final Map<Symbol, ActorRef<OrderManager.Command>> bySymbol = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();

  public OrderManagers(ActorSystem<?> system, ActorSpawner actors, GatewayContext context) {
    this.system = system;
    this.actors = actors;
    this.context = context;
  }

  /** Starts the order manager of the symbol unless it runs. */
  public void start(Symbol symbol) {
    bySymbol.computeIfAbsent(symbol, this::spawn);
  }

  private ActorRef<OrderManager.Command> spawn(Symbol symbol) {
    return actors.spawn(
        OrderManager.create(symbol, context), "order-manager-" + symbol + "-" + UUID.randomUUID());
  }

  /**
   * Submits a task to the order manager of the symbol, which starts if it does not run yet. After
   * {@code patience} the stage fails with a {@link java.util.concurrent.TimeoutException}; the task
   * may still be executed.
   */
  public CompletionStage<OrderAnswer> ask(Symbol symbol, OrderTask task, Duration patience) {
    asked.incrementAndGet();
    return AskPattern.<OrderManager.Command, OrderAnswer>ask(
            bySymbol.computeIfAbsent(symbol, this::spawn),
            replyTo -> new OrderManager.Submit(task, replyTo),
            patience,
            system.scheduler())
        .whenComplete((answer, failure) -> asked.decrementAndGet());
  }

  /**
   * Accepts the position of the newest read for the symbol's ledger, or asks what that would do.
   *
   * @param key null = every owner
   */
  public CompletionStage<LedgerAcceptance> accept(
      Symbol symbol, WatcherKey key, boolean isDryRun, Duration patience) {
    return AskPattern.<OrderManager.Command, OrderAnswer>ask(
            bySymbol.computeIfAbsent(symbol, this::spawn),
            replyTo -> new OrderManager.Accept(key, isDryRun, replyTo),
            patience,
            system.scheduler())
        .thenApply(LedgerAcceptance.class::cast);
  }

  /** Whether a submitted task has no answer yet. */
  boolean isBusy() {
    return asked.get() > 0;
  }

  /**
   * Completes when every task that was submitted before this call has ended, at the latest after
   * the patience.
   */
  public CompletionStage<Void> idle(Duration patience) {
    CompletionStage<Void> all = CompletableFuture.completedStage(null);
    for (Symbol symbol : List.copyOf(bySymbol.keySet())) {
      CompletionStage<OrderAnswer> turn = ask(symbol, new OrderTask.AwaitTurn(), patience);
      all = all.thenCombine(turn.exceptionally(late -> null), (before, answer) -> null);
    }
    return all;
  }

  /** Reports that the slot was withdrawn. */
  public void release(SlotId slot) {
    bySymbol.computeIfAbsent(slot.key().symbol(), this::spawn).tell(new OrderManager.Release(slot));
  }

  /** Reports a possible change of the symbol at the broker. */
  public void observe(Symbol symbol) {
    ActorRef<OrderManager.Command> orderManager = bySymbol.get(symbol);
    if (orderManager != null) {
      orderManager.tell(OrderManager.Observe.INSTANCE);
    }
  }

  public void observeAll() {
    bySymbol.values().forEach(orderManager -> orderManager.tell(OrderManager.Observe.INSTANCE));
  }

  public void stop() {
    bySymbol.values().forEach(orderManager -> orderManager.tell(OrderManager.Stop.INSTANCE));
  }
}

package dev.maxdiff.execution.orders;

import akka.actor.typed.ActorRef;
import akka.actor.typed.BackoffSupervisorStrategy;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EffectBuilder;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentWritten;
import dev.maxdiff.execution.decisions.OrderJournalEvent.SlotReleased;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The order manager of one symbol: executes its tasks one after the other and journals their
 * intents.
 *
 * <p>A task runs on its own thread, because the broker's API blocks; the actor makes intents and
 * outcomes durable. After a lost answer or a crash, the outcome of an intent is unknown: the order
 * manager looks the order up by its client order id until the broker shows it or does not know it
 * after the waiting time. Until then the slot sends nothing (promise P10).
 *
 * <p>More than 300 lines: the protocol, the events and all handlers of one actor stand in one file.
 */
final class OrderManager
    extends EventSourcedBehaviorWithEnforcedReplies<
        OrderManager.Command, OrderJournalEvent, OrderManagerState> {

  sealed interface Command {}

  /**
   * Submits a task; the answer follows its end. The outcome of an order may not be durable by then,
   * but its intent is, and it is looked up after a crash.
   */
  record Submit(OrderTask task, ActorRef<OrderAnswer> replyTo) implements Command {}

  /** From a task: numbers an intent and makes it durable. */
  record WriteIntent(OrderIntent intent, long seen, ActorRef<OrderIntent> replyTo)
      implements Command {}

  /**
   * From a task: the outcome of an intent.
   *
   * @param takenAt time of acceptance on the broker's clock; null if unknown or not accepted
   */
  record ResolveIntent(String clientOrderId, IntentOutcome outcome, Instant takenAt)
      implements Command {}

  /** The slot was withdrawn. */
  record Release(SlotId slot) implements Command {}

  /** Observes the orders, because a change at the broker is possible. */
  enum Observe implements Command {
    INSTANCE
  }

  /** Stops the actor; a running task ends by itself. */
  enum Stop implements Command {
    INSTANCE
  }

  /** The task has ended, and its answer was sent. */
  private record TaskDone(Submit submit, OrderAnswer answer) implements Command {}

  private record LookUp(String clientOrderId) implements Command {}

  private record AbsentDue(String clientOrderId) implements Command {}

  private record LookedUp(String clientOrderId, Optional<Order> found, Throwable failure)
      implements Command {}

  private record Observed(LedgerSnapshot snapshot, Throwable failure) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private enum JournalEnded implements Command {
    INSTANCE
  }

  /** Unresolved intents whose lookup is in progress. */
  static final class Lookups {

    private final Map<String, Boolean> mayBeAbsent = new HashMap<>();

    /** Returns false if a lookup of the intent is already in progress. */
    boolean begin(String clientOrderId) {
      return mayBeAbsent.putIfAbsent(clientOrderId, false) == null;
    }

    /** The waiting time has passed: an order that the broker does not know now never arrived. */
    void allowAbsence(String clientOrderId) {
      mayBeAbsent.replace(clientOrderId, true);
    }

    boolean mayBeAbsent(String clientOrderId) {
      return mayBeAbsent.getOrDefault(clientOrderId, false);
    }

    void end(String clientOrderId) {
      mayBeAbsent.remove(clientOrderId);
    }

    void clear() {
      mayBeAbsent.clear();
    }
  }

  static Behavior<Command> create(Symbol symbol, GatewayContext gatewayContext) {
    Behavior<Command> orderManager =
        Behaviors.setup(
            context -> {
              context.setLoggerName(OrderManager.class);
              return Behaviors.withTimers(
                  timers -> new OrderManager(context, timers, symbol, gatewayContext));
            });
    return Behaviors.supervise(orderManager).onFailure(RuntimeException.class, backoff());
  }

  private static BackoffSupervisorStrategy backoff() {
    return SupervisorStrategy.restartWithBackoff(
        Duration.ofMillis(200), Duration.ofSeconds(10), 0.2);
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final Symbol symbol;
  private final GatewayContext gatewayContext;

  // fields of this incarnation, not journalled
  private final Deque<Submit> waiting = new ArrayDeque<>();
  private final AtomicLong incarnation = new AtomicLong();
  private final Lookups lookups = new Lookups();
  private final SymbolMonitor monitor;
  private final OrderHistory history;
  private Submit running; // null = none
  private boolean observing;

  private OrderManager(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Symbol symbol,
      GatewayContext gatewayContext) {
    super(
        PersistenceId.of(StoredOrders.PREFIX + gatewayContext.installation(), symbol.text()),
        backoff());
    this.context = context;
    this.timers = timers;
    this.symbol = symbol;
    this.gatewayContext = gatewayContext;
    this.monitor = new SymbolMonitor(symbol, gatewayContext);
    this.history = new OrderHistory(symbol, gatewayContext);
  }

  @Override
  public OrderManagerState emptyState() {
    return OrderManagerState.EMPTY;
  }

  @Override
  public CommandHandlerWithReply<Command, OrderJournalEvent, OrderManagerState> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(Submit.class, this::onSubmit)
        .onCommand(WriteIntent.class, this::onWriteIntent)
        .onCommand(ResolveIntent.class, this::onResolveIntent)
        .onCommand(Release.class, this::onRelease)
        .onCommand(TaskDone.class, this::onTaskDone)
        .onCommand(LookUp.class, this::onLookUp)
        .onCommand(AbsentDue.class, (state, due) -> onAbsentDue(due))
        .onCommand(LookedUp.class, this::onLookedUp)
        .onCommand(Observe.class, (state, observe) -> onObserve())
        .onCommand(Tick.class, (state, tick) -> onTick())
        .onCommand(JournalEnded.class, (state, back) -> writeEnded(state))
        .onCommand(Observed.class, this::onObserved)
        .onCommand(Stop.class, (state, stop) -> Effect().stop().thenNoReply())
        .build();
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onSubmit(
      OrderManagerState state, Submit submit) {
    if (waiting.size() >= gatewayContext.settings().orders().queueLimit()) {
      return Effect().reply(submit.replyTo, busy());
    }
    if (submit.task instanceof OrderTask.CancelSlots) {
      waiting.addFirst(submit);
    } else {
      waiting.addLast(submit);
    }
    startNext(state);
    return Effect().noReply();
  }

  private OrderAnswer busy() {
    return OrderRefusal.notSent("busy", "too many orders of " + symbol + " are waiting; ask again");
  }

  private void startNext(OrderManagerState state) {
    if (running != null || waiting.isEmpty()) {
      return;
    }
    Submit submit = waiting.removeFirst();
    running = submit;
    long incarnationOfTask = incarnation.get();
    OrderManagerJournal journal =
        new OrderManagerJournal(
            context.getSystem(),
            context.getSelf(),
            state.unresolved().values(),
            gatewayContext.settings().orders().requestTimeout(),
            () -> incarnation.get() == incarnationOfTask);
    OrderTaskRunner runner = new OrderTaskRunner(symbol, gatewayContext, journal);
    // answered on the task's thread: the caller does not wait until the outcome is durable
    CompletionStage<OrderAnswer> answered =
        CompletableFuture.supplyAsync(() -> runner.run(submit.task), gatewayContext.blocking())
            .exceptionally(OrderManager::broken)
            .whenComplete((answer, failure) -> submit.replyTo.tell(answer));
    context.pipeToSelf(answered, (answer, failure) -> new TaskDone(submit, answer));
  }

  private static OrderAnswer broken(Throwable failure) {
    return OrderRefusal.internal(failure);
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onTaskDone(
      OrderManagerState state, TaskDone done) {
    if (running == done.submit) { // otherwise the task of a failed incarnation
      running = null;
    }
    if (done.answer instanceof OrderRefusal refused
        && refused.kind() == OrderRefusal.Kind.INTERNAL) {
      context.getLog().error("{}: {}", symbol, refused.message());
    }
    lookUpAll(state);
    monitor.expectChange();
    context.getSelf().tell(Tick.INSTANCE);
    startNext(state);
    return Effect().noReply();
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onWriteIntent(
      OrderManagerState state, WriteIntent command) {
    OrderIntent draft = command.intent;
    long n = state.next(draft.slot(), command.seen);
    String name =
        new ClientOrderId(gatewayContext.installation(), draft.slot(), draft.generation(), n)
            .toString();
    OrderIntent intent = draft.numbered(n, name);
    return Effect()
        .persist(new IntentWritten(intent, gatewayContext.clock().instant()))
        .thenRun(history::count)
        .thenReply(command.replyTo, written -> intent);
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onResolveIntent(
      OrderManagerState state, ResolveIntent command) {
    return resolve(state, command.clientOrderId, command.outcome, command.takenAt).thenNoReply();
  }

  private EffectBuilder<OrderJournalEvent, OrderManagerState> resolve(
      OrderManagerState state, String clientOrderId, IntentOutcome outcome, Instant takenAt) {
    if (!state.unresolved().containsKey(clientOrderId)) {
      return Effect().none(); // looked up in the meantime
    }
    lookups.end(clientOrderId);
    List<OrderJournalEvent> events = history.outcome(state, clientOrderId, outcome, takenAt);
    return Effect().persist(events).thenRun(written -> history.publish(written, events));
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onRelease(
      OrderManagerState state, Release command) {
    return state.workingOrders().knows(command.slot)
        ? Effect()
            .persist(new SlotReleased(command.slot, gatewayContext.clock().instant()))
            .thenNoReply()
        : Effect().noReply();
  }

  private void lookUpAll(OrderManagerState state) {
    state.unresolved().values().forEach(gatewayContext.cash()::sending);
    state.unresolved().keySet().stream().filter(lookups::begin).forEach(this::beginLookUp);
  }

  private void beginLookUp(String clientOrderId) {
    timers.startSingleTimer(
        new AbsentDue(clientOrderId), gatewayContext.settings().orders().absentAfter());
    context.getSelf().tell(new LookUp(clientOrderId));
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onLookUp(
      OrderManagerState state, LookUp command) {
    String id = command.clientOrderId;
    if (state.unresolved().containsKey(id)) {
      context.pipeToSelf(
          CompletableFuture.supplyAsync(
              () -> gatewayContext.upstream().orderByClientOrderId(id), gatewayContext.blocking()),
          (found, failure) -> new LookedUp(id, found, failure));
    }
    return Effect().noReply();
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onAbsentDue(AbsentDue due) {
    lookups.allowAbsence(due.clientOrderId);
    return Effect().noReply();
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onLookedUp(
      OrderManagerState state, LookedUp answer) {
    OrderIntent intent = state.unresolved().get(answer.clientOrderId);
    if (intent == null) {
      return Effect().noReply();
    }
    if (answer.failure == null && answer.found.isPresent()) {
      Instant takenAt = answer.found.get().submittedAt();
      return resolve(state, answer.clientOrderId, IntentOutcome.ACCEPTED, takenAt)
          .thenRun(resolved -> onFound(resolved, intent, answer.found.get()))
          .thenNoReply();
    }
    if (answer.failure == null && lookups.mayBeAbsent(answer.clientOrderId)) {
      gatewayContext
          .events()
          .accept(new OrderEvent.Alert(answer.clientOrderId + " never reached the broker"));
      gatewayContext.cash().sent(intent.slot());
      return resolve(state, answer.clientOrderId, IntentOutcome.ABSENT, null).thenNoReply();
    }
    timers.startSingleTimer(
        new LookUp(answer.clientOrderId), gatewayContext.settings().orders().lookupInterval());
    return Effect().noReply();
  }

  private void onFound(OrderManagerState state, OrderIntent intent, Order order) {
    gatewayContext.upstream().invalidate();
    gatewayContext.cash().sent(intent.slot());
    monitor.expectChange();
    observeLater();
    gatewayContext.events().accept(StoredOrders.sent(intent));
    if (order.isOpen() && gatewayContext.tokens().isCancelled(intent.slot())) {
      long deadline =
          System.nanoTime() + gatewayContext.settings().orders().releasePatience().toNanos();
      waiting.addFirst(
          new Submit(
              new OrderTask.CancelSlots(Set.of(intent.slot()), false, deadline),
              context.getSystem().ignoreRef()));
      startNext(state);
    }
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onObserve() {
    monitor.expectChange();
    return onTick();
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onTick() {
    if (!observing && monitor.isObservationDue()) {
      observing = true;
      monitor.beginObservation();
      Duration recent = gatewayContext.settings().reads().observationInterval().dividedBy(2);
      context.pipeToSelf(
          CompletableFuture.supplyAsync(
              () -> gatewayContext.upstream().snapshot(recent).value(), gatewayContext.blocking()),
          Observed::new);
    } else {
      observeLater();
    }
    return Effect().noReply();
  }

  /** Schedules the next observation while there are orders or drift to observe. */
  private void observeLater() {
    if (monitor.isFollowing()) {
      timers.startSingleTimer(
          Tick.INSTANCE, gatewayContext.settings().reads().observationInterval());
    }
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onObserved(
      OrderManagerState state, Observed observed) {
    observing = false;
    if (observed.failure != null) {
      monitor.failed(observed.failure);
      observeLater();
      return Effect().noReply();
    }
    monitor.observed(observed.snapshot);
    observeLater();
    return writeEnded(state);
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> writeEnded(OrderManagerState state) {
    List<OrderJournalEvent> ended = history.ended(state);
    return ended.isEmpty() ? Effect().noReply() : Effect().persist(ended).thenNoReply();
  }

  @Override
  public EventHandler<OrderManagerState, OrderJournalEvent> eventHandler() {
    return newEventHandlerBuilder()
        .forAnyState()
        .onEvent(OrderJournalEvent.class, OrderManagerState::on)
        .build();
  }

  @Override
  public SignalHandler<OrderManagerState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.class, (state, signal) -> onRecovered(state))
        .onSignal(PreRestart.class, (state, signal) -> incarnation.incrementAndGet())
        .onSignal(PostStop.class, (state, signal) -> incarnation.incrementAndGet())
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(100, 2);
  }

  /**
   * Starts the lookup of unresolved intents and journals the orders that ended before the restart.
   */
  private void onRecovered(OrderManagerState state) {
    incarnation.incrementAndGet();
    observing = false;
    lookups.clear();
    history.count(state);
    observeLater();
    context.getSelf().tell(JournalEnded.INSTANCE);
    lookUpAll(state);
  }
}

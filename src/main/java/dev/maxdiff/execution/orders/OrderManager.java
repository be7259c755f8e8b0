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
import dev.maxdiff.execution.decisions.Moment;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentWritten;
import dev.maxdiff.execution.decisions.OrderJournalEvent.SlotReleased;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.decisions.OrderTaskMachine;
import dev.maxdiff.execution.decisions.Step;
import dev.maxdiff.execution.decisions.TaskEffect;
import dev.maxdiff.execution.decisions.TaskInput;
import dev.maxdiff.execution.decisions.TaskState;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The order manager of one symbol: executes its tasks one after the other and journals their
 * intents.
 *
 * <p>{@link OrderTaskMachine} decides; the actor performs the effects, makes intents and outcomes
 * durable, and waits for nothing: every answer is a message. After a lost answer or a crash, the
 * outcome of an intent is unknown: the order manager looks the order up by its client order id
 * until the broker shows it or does not know it after the waiting time. Until then the slot sends
 * nothing (promise P10).
 *
 * <p>More than 300 lines: the protocol and all handlers of one actor stand in one file.
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

  /** The slot was withdrawn. */
  record Release(SlotId slot) implements Command {}

  /** Observes the orders, because a change at the broker is possible. */
  enum Observe implements Command {
    INSTANCE
  }

  /** Stops the actor; a running task is answered, and what it has not sent is never sent. */
  enum Stop implements Command {
    INSTANCE
  }

  /** The answer to a request of the running task. */
  private record TaskAnswered(Submit submit, TaskInput input) implements Command {}

  /** A request of the running task has failed by a defect. */
  private record TaskBroken(Submit submit, Throwable failure) implements Command {}

  /** The task has ended, and its answer was sent. */
  private record TaskDone(Submit submit) implements Command {}

  private record LookUp(String clientOrderId) implements Command {}

  private record AbsentDue(String clientOrderId) implements Command {}

  private record LookedUp(String clientOrderId, Optional<Order> found, Throwable failure)
      implements Command {}

  private record Observed(LedgerSnapshot snapshot, Throwable failure) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private enum StartNext implements Command {
    INSTANCE
  }

  private enum CancelLate implements Command {
    INSTANCE
  }

  private record LateCancelled(OrderAnswer answer) implements Command {}

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
  private final Lookups lookups = new Lookups();
  private final SymbolMonitor monitor;
  private final OrderHistory history;
  private final OrderTaskMachine machine;
  private final TaskRequests requests;
  private Submit running; // null = none
  private TaskState task = new TaskState.Ended();
  private boolean observing;
  private final ActorRef<OrderAnswer> lateAnswers;
  private final Set<SlotId> late = new LinkedHashSet<>();
  private Set<SlotId> cancelling = Set.of(); // of late, by the task that waits or runs

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
    this.machine =
        new OrderTaskMachine(symbol, gatewayContext.installation(), gatewayContext.settings());
    this.requests = new TaskRequests(symbol, gatewayContext);
    this.lateAnswers = context.messageAdapter(OrderAnswer.class, LateCancelled::new);
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
        .onCommand(TaskAnswered.class, this::onTaskAnswered)
        .onCommand(TaskBroken.class, this::onTaskBroken)
        .onCommand(Release.class, this::onRelease)
        .onCommand(TaskDone.class, this::onTaskDone)
        .onCommand(LookUp.class, this::onLookUp)
        .onCommand(AbsentDue.class, (state, due) -> onAbsentDue(due))
        .onCommand(LookedUp.class, this::onLookedUp)
        .onCommand(Observe.class, (state, observe) -> onObserve())
        .onCommand(Tick.class, (state, tick) -> onTick())
        .onCommand(StartNext.class, (state, next) -> startNext(state))
        .onCommand(CancelLate.class, (state, cancel) -> onCancelLate(state))
        .onCommand(LateCancelled.class, (state, cancelled) -> onLateCancelled(cancelled))
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
    return startNext(state);
  }

  private OrderAnswer busy() {
    return OrderRefusal.notSent("busy", "too many orders of " + symbol + " are waiting; ask again");
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> startNext(OrderManagerState state) {
    if (running != null || waiting.isEmpty()) {
      return Effect().noReply();
    }
    running = waiting.removeFirst();
    return perform(state, () -> machine.begin(running.task, moment(state)));
  }

  private Moment moment(OrderManagerState state) {
    return new Moment(System.nanoTime(), gatewayContext.tokens(), state);
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onTaskAnswered(
      OrderManagerState state, TaskAnswered answered) {
    return isAwaited(answered.submit)
        ? perform(state, () -> machine.on(task, answered.input, moment(state)))
        : Effect().noReply();
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onTaskBroken(
      OrderManagerState state, TaskBroken broken) {
    return isAwaited(broken.submit)
        ? perform(state, () -> broken(broken.failure))
        : Effect().noReply();
  }

  /** False for the task of an actor before its restart, and for a late answer to a cancel. */
  private boolean isAwaited(Submit submit) {
    return running == submit && !(task instanceof TaskState.Ended);
  }

  /**
   * Performs a step: effects at once, events when they are durable. A watcher is thus answered
   * before the outcome of its order is durable; the intent is, and after a crash it is looked up.
   */
  private ReplyEffect<OrderJournalEvent, OrderManagerState> perform(
      OrderManagerState state, Supplier<Step> decision) {
    Submit submit = running;
    Step step;
    try {
      step = decision.get();
    } catch (RuntimeException e) {
      step = broken(e);
    }
    task = step.state();
    List<OrderJournalEvent> events = new ArrayList<>();
    step.effects().forEach(effect -> perform(effect, submit, state, events));
    return events.isEmpty()
        ? Effect().noReply()
        : Effect()
            .persist(events)
            .thenRun((OrderManagerState written) -> durable(written, events, submit))
            .thenNoReply();
  }

  /** A defect: the task ends, its order manager goes on. */
  private Step broken(Throwable failure) {
    context.getLog().error("{}: {}", symbol, OrderRefusal.internal(failure).message(), failure);
    return OrderTaskMachine.broken(task, failure);
  }

  private void perform(
      TaskEffect effect, Submit submit, OrderManagerState state, List<OrderJournalEvent> events) {
    if (effect instanceof TaskEffect.Request request) {
      context.pipeToSelf(
          requests.begin(request),
          (input, defect) ->
              defect == null ? new TaskAnswered(submit, input) : new TaskBroken(submit, defect));
    } else if (effect instanceof TaskEffect.WriteIntent write) {
      OrderIntent intent = write.intent().calledBy(submit.task.callerId());
      events.add(new IntentWritten(intent, gatewayContext.clock().instant()));
    } else if (effect instanceof TaskEffect.Wait wait) {
      timers.startSingleTimer(new TaskAnswered(submit, new TaskInput.Elapsed()), wait.time());
    } else if (effect instanceof TaskEffect.ReserveCash reserve) {
      gatewayContext.cash().sending(reserve.slot(), reserve.notional());
    } else if (effect instanceof TaskEffect.FreeCash free) {
      gatewayContext.cash().sent(free.slot());
    } else if (effect instanceof TaskEffect.Resolve resolve) {
      events.addAll(outcome(state, resolve));
    } else if (effect instanceof TaskEffect.OutdateReads) {
      gatewayContext.upstream().invalidate();
    } else if (effect instanceof TaskEffect.Publish publish) {
      gatewayContext.events().accept(publish.event());
    } else if (effect instanceof TaskEffect.Answer answer) {
      submit.replyTo.tell(answer.answer());
      context.getSelf().tell(new TaskDone(submit));
    }
  }

  private List<OrderJournalEvent> outcome(OrderManagerState state, TaskEffect.Resolve resolve) {
    String id = resolve.intent().clientOrderId();
    if (!state.unresolved().containsKey(id)) {
      return List.of(); // looked up in the meantime
    }
    lookups.end(id);
    return history.outcome(state, id, resolve.outcome(), resolve.takenAt());
  }

  private void durable(OrderManagerState state, List<OrderJournalEvent> events, Submit submit) {
    history.publish(state, events);
    if (events.get(0) instanceof IntentWritten) {
      gatewayContext.callerIds().show(symbol, state.callerIds());
      context.getSelf().tell(new TaskAnswered(submit, new TaskInput.IntentWritten()));
    }
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onTaskDone(
      OrderManagerState state, TaskDone done) {
    if (running == done.submit) { // otherwise the task of an actor before its restart
      running = null;
    }
    lookUpAll(state);
    monitor.expectChange();
    context.getSelf().tell(Tick.INSTANCE);
    return startNext(state);
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
          gatewayContext.orders().orderByClientOrderId(id),
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
          .thenRun(resolved -> onFound(intent, answer.found.get()))
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

  private void onFound(OrderIntent intent, Order order) {
    gatewayContext.upstream().invalidate();
    gatewayContext.cash().sent(intent.slot());
    monitor.expectChange();
    observeLater();
    gatewayContext.events().accept(OrderEvent.Sent.of(intent));
    if (order.isOpen()) {
      late.add(intent.slot());
      context.getSelf().tell(CancelLate.INSTANCE);
    }
  }

  /**
   * Cancels orders that appeared after their slot was cancelled. No later task would do it, so a
   * cancel that is not confirmed is repeated.
   */
  private ReplyEffect<OrderJournalEvent, OrderManagerState> onCancelLate(OrderManagerState state) {
    late.removeIf(slot -> !gatewayContext.tokens().isCancelled(slot));
    if (late.isEmpty() || !cancelling.isEmpty()) {
      return Effect().noReply();
    }
    cancelling = Set.copyOf(late);
    long deadline =
        System.nanoTime() + gatewayContext.settings().orders().releasePatience().toNanos();
    waiting.addFirst(
        new Submit(new OrderTask.CancelSlots(cancelling, false, deadline), lateAnswers));
    return startNext(state);
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onLateCancelled(
      LateCancelled cancelled) {
    boolean confirmed =
        cancelled.answer instanceof OrderAnswer.Unconfirmed left && left.orders().isEmpty();
    if (confirmed) {
      late.removeAll(cancelling);
    }
    cancelling = Set.of();
    timers.startSingleTimer(
        CancelLate.INSTANCE, gatewayContext.settings().orders().lookupInterval());
    return Effect().noReply();
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
        .onSignal(PreRestart.class, (state, signal) -> interrupted())
        .onSignal(PostStop.class, (state, signal) -> interrupted())
        .build();
  }

  /**
   * Answers the running task, because the journal has failed or the runtime ends: what was not sent
   * yet is never sent.
   */
  private void interrupted() {
    if (running != null && !(task instanceof TaskState.Ended)) {
      OrderTaskMachine.heldCash(task).ifPresent(gatewayContext.cash()::sent);
      running.replyTo.tell(OrderTaskMachine.interrupted(task));
    }
    running = null;
    task = new TaskState.Ended();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(100, 2);
  }

  /**
   * Starts the lookup of unresolved intents and journals the orders that ended before the restart.
   */
  private void onRecovered(OrderManagerState state) {
    observing = false;
    lookups.clear();
    history.count(state);
    gatewayContext.callerIds().show(symbol, state.callerIds());
    observeLater();
    context.getSelf().tell(JournalEnded.INSTANCE);
    lookUpAll(state);
    context.getSelf().tell(StartNext.INSTANCE);
  }
}

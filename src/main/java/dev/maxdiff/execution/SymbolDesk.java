package dev.maxdiff.execution;

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
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
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
import java.util.function.Supplier;

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
final class SymbolDesk
    extends EventSourcedBehaviorWithEnforcedReplies<
        SymbolDesk.Command, SymbolDesk.Event, DeskState> {

  sealed interface Command {}

  /**
   * Submits a task; the answer follows its end. The outcome of an order may not be durable by then,
   * but its intent is, and it is looked up after a crash.
   */
  record Submit(Task task, ActorRef<Answer> replyTo) implements Command {}

  /** From a task: numbers an intent and makes it durable. */
  record WriteIntent(Intent intent, long seen, ActorRef<Intent> replyTo) implements Command {}

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
  enum Look implements Command {
    INSTANCE
  }

  /** Stops the actor; a running task ends by itself. */
  enum Stop implements Command {
    INSTANCE
  }

  /** The task has ended, and its answer was sent. */
  private record TaskDone(Submit submit, Answer answer) implements Command {}

  private record LookUp(String clientOrderId) implements Command {}

  private record AbsentDue(String clientOrderId) implements Command {}

  private record LookedUp(String clientOrderId, Optional<Order> found, Throwable failure)
      implements Command {}

  private record Observed(Snapshot snapshot, Throwable failure) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private enum LookBack implements Command {
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

  sealed interface Event extends JsonSerializable {}

  /** An order will be sent next. */
  record IntentWritten(Intent intent, Instant at) implements Event {}

  /** The outcome of an intent is known. */
  record IntentResolved(String clientOrderId, IntentOutcome outcome, Instant at) implements Event {}

  /**
   * An accepted order was observed as ended.
   *
   * @param filled total filled quantity; later orders take it into account
   * @param at end on the broker's clock, if the broker reports it
   */
  record OrderEnded(
      SlotId slot,
      long generation,
      String clientOrderId,
      OrderStatus status,
      BigDecimal filled,
      Instant at)
      implements Event {}

  /** An order has replaced another order of its slot. */
  record OrderReplaced(Receipt receipt, Instant at) implements Event {}

  /** The slot was withdrawn; the missing order is no gap any more. */
  record SlotReleased(SlotId slot, Instant at) implements Event {}

  static Behavior<Command> create(Symbol symbol, DeskTools tools) {
    Behavior<Command> orderManager =
        Behaviors.setup(
            context -> {
              context.setLoggerName(SymbolDesk.class);
              return Behaviors.withTimers(timers -> new SymbolDesk(context, timers, symbol, tools));
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
  private final DeskTools tools;

  // fields of this incarnation, not journalled
  private final Deque<Submit> waiting = new ArrayDeque<>();
  private final AtomicLong incarnation = new AtomicLong();
  private final Lookups lookups = new Lookups();
  private final DeskWatch watch;
  private final OrderTrail trail;
  private Submit running; // null = none
  private boolean observing;

  private SymbolDesk(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Symbol symbol,
      DeskTools tools) {
    super(PersistenceId.of(StoredOrders.PREFIX + tools.installation(), symbol.text()), backoff());
    this.context = context;
    this.timers = timers;
    this.symbol = symbol;
    this.tools = tools;
    this.watch = new DeskWatch(symbol, tools);
    this.trail = new OrderTrail(symbol, tools);
  }

  @Override
  public DeskState emptyState() {
    return DeskState.EMPTY;
  }

  @Override
  public CommandHandlerWithReply<Command, Event, DeskState> commandHandler() {
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
        .onCommand(Look.class, (state, look) -> onLook())
        .onCommand(Tick.class, (state, tick) -> onTick())
        .onCommand(LookBack.class, (state, back) -> writeEnded(state))
        .onCommand(Observed.class, this::onObserved)
        .onCommand(Stop.class, (state, stop) -> Effect().stop().thenNoReply())
        .build();
  }

  private ReplyEffect<Event, DeskState> onSubmit(DeskState state, Submit submit) {
    if (waiting.size() >= tools.settings().orders().queueLimit()) {
      return Effect().reply(submit.replyTo, busy());
    }
    if (submit.task instanceof Task.CancelSlots) {
      waiting.addFirst(submit);
    } else {
      waiting.addLast(submit);
    }
    startNext(state);
    return Effect().noReply();
  }

  private Answer busy() {
    return OrderRefusal.notSent("busy", "too many orders of " + symbol + " are waiting; ask again");
  }

  private void startNext(DeskState state) {
    if (running != null || waiting.isEmpty()) {
      return;
    }
    Submit submit = waiting.removeFirst();
    running = submit;
    TaskRunner runner = new TaskRunner(symbol, tools, journal(state));
    // answered on the task's thread: the caller does not wait until the outcome is durable
    CompletionStage<Answer> answered =
        inBackground(() -> runner.run(submit.task))
            .exceptionally(SymbolDesk::broken)
            .whenComplete((answer, failure) -> submit.replyTo.tell(answer));
    context.pipeToSelf(answered, (answer, failure) -> new TaskDone(submit, answer));
  }

  private DeskJournal journal(DeskState state) {
    long mine = incarnation.get();
    return new DeskJournal(
        context.getSystem(),
        context.getSelf(),
        state.unresolved().values(),
        tools.settings().orders().requestTimeout(),
        () -> incarnation.get() == mine);
  }

  private static Answer broken(Throwable failure) {
    return OrderRefusal.internal(failure);
  }

  private ReplyEffect<Event, DeskState> onTaskDone(DeskState state, TaskDone done) {
    if (running == done.submit) { // otherwise the task of a failed incarnation
      running = null;
    }
    if (done.answer instanceof OrderRefusal refused
        && refused.kind() == OrderRefusal.Kind.INTERNAL) {
      context.getLog().error("{}: {}", symbol, refused.message());
    }
    lookUpAll(state);
    watch.expectChange();
    context.getSelf().tell(Tick.INSTANCE);
    startNext(state);
    return Effect().noReply();
  }

  private ReplyEffect<Event, DeskState> onWriteIntent(DeskState state, WriteIntent command) {
    Intent draft = command.intent;
    long n = state.next(draft.slot(), command.seen);
    String name =
        new ClientOrderId(tools.installation(), draft.slot(), draft.generation(), n).toString();
    Intent intent = draft.numbered(n, name);
    return Effect()
        .persist(new IntentWritten(intent, tools.clock().instant()))
        .thenRun(trail::count)
        .thenReply(command.replyTo, written -> intent);
  }

  private ReplyEffect<Event, DeskState> onResolveIntent(DeskState state, ResolveIntent command) {
    return resolve(state, command.clientOrderId, command.outcome, command.takenAt).thenNoReply();
  }

  private EffectBuilder<Event, DeskState> resolve(
      DeskState state, String clientOrderId, IntentOutcome outcome, Instant takenAt) {
    if (!state.unresolved().containsKey(clientOrderId)) {
      return Effect().none(); // looked up in the meantime
    }
    lookups.end(clientOrderId);
    List<Event> events = trail.outcome(state, clientOrderId, outcome, takenAt);
    return Effect().persist(events).thenRun(written -> trail.tell(written, events));
  }

  private ReplyEffect<Event, DeskState> onRelease(DeskState state, Release command) {
    return state.coverage().knows(command.slot)
        ? Effect().persist(new SlotReleased(command.slot, tools.clock().instant())).thenNoReply()
        : Effect().noReply();
  }

  private void lookUpAll(DeskState state) {
    state.unresolved().values().forEach(tools.capital()::sending);
    state.unresolved().keySet().stream().filter(lookups::begin).forEach(this::beginLookUp);
  }

  private void beginLookUp(String clientOrderId) {
    timers.startSingleTimer(new AbsentDue(clientOrderId), tools.settings().orders().absentAfter());
    context.getSelf().tell(new LookUp(clientOrderId));
  }

  private ReplyEffect<Event, DeskState> onLookUp(DeskState state, LookUp command) {
    String id = command.clientOrderId;
    if (state.unresolved().containsKey(id)) {
      context.pipeToSelf(
          inBackground(() -> tools.view().orderByClientOrderId(id)),
          (found, failure) -> new LookedUp(id, found, failure));
    }
    return Effect().noReply();
  }

  private ReplyEffect<Event, DeskState> onAbsentDue(AbsentDue due) {
    lookups.allowAbsence(due.clientOrderId);
    return Effect().noReply();
  }

  private ReplyEffect<Event, DeskState> onLookedUp(DeskState state, LookedUp answer) {
    Intent intent = state.unresolved().get(answer.clientOrderId);
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
      tools
          .events()
          .accept(new OrderEvent.Alert(answer.clientOrderId + " never reached the broker"));
      tools.capital().sent(intent.slot());
      return resolve(state, answer.clientOrderId, IntentOutcome.ABSENT, null).thenNoReply();
    }
    timers.startSingleTimer(
        new LookUp(answer.clientOrderId), tools.settings().orders().lookupInterval());
    return Effect().noReply();
  }

  private void onFound(DeskState state, Intent intent, Order order) {
    tools.view().invalidate();
    tools.capital().sent(intent.slot());
    watch.expectChange();
    lookLater();
    tools.events().accept(StoredOrders.sent(intent));
    if (order.isOpen() && tools.tokens().isCancelled(intent.slot())) {
      long deadline = System.nanoTime() + tools.settings().orders().releasePatience().toNanos();
      waiting.addFirst(
          new Submit(
              new Task.CancelSlots(Set.of(intent.slot()), false, deadline),
              context.getSystem().ignoreRef()));
      startNext(state);
    }
  }

  private ReplyEffect<Event, DeskState> onLook() {
    watch.expectChange();
    return onTick();
  }

  private ReplyEffect<Event, DeskState> onTick() {
    if (!observing && watch.wantsToLook()) {
      observing = true;
      watch.looks();
      Duration recent = tools.settings().reads().look().dividedBy(2);
      context.pipeToSelf(inBackground(() -> tools.view().snapshot(recent).value()), Observed::new);
    } else {
      lookLater();
    }
    return Effect().noReply();
  }

  /** Schedules the next observation while there are orders or drift to observe. */
  private void lookLater() {
    if (watch.isFollowing()) {
      timers.startSingleTimer(Tick.INSTANCE, tools.settings().reads().look());
    }
  }

  private ReplyEffect<Event, DeskState> onObserved(DeskState state, Observed observed) {
    observing = false;
    if (observed.failure != null) {
      watch.failed(observed.failure);
      lookLater();
      return Effect().noReply();
    }
    watch.seen(observed.snapshot);
    lookLater();
    return writeEnded(state);
  }

  private ReplyEffect<Event, DeskState> writeEnded(DeskState state) {
    List<Event> ended = trail.ended(state);
    return ended.isEmpty() ? Effect().noReply() : Effect().persist(ended).thenNoReply();
  }

  @Override
  public EventHandler<DeskState, Event> eventHandler() {
    return newEventHandlerBuilder().forAnyState().onEvent(Event.class, DeskState::on).build();
  }

  @Override
  public SignalHandler<DeskState> signalHandler() {
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
  private void onRecovered(DeskState state) {
    incarnation.incrementAndGet();
    observing = false;
    lookups.clear();
    trail.count(state);
    lookLater();
    context.getSelf().tell(LookBack.INSTANCE);
    lookUpAll(state);
  }

  private <T> CompletionStage<T> inBackground(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, tools.blocking());
  }
}

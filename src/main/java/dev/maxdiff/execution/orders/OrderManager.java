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
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderManagerEffect;
import dev.maxdiff.execution.decisions.OrderManagerInput;
import dev.maxdiff.execution.decisions.OrderManagerMachine;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.OrderManagerStep;
import dev.maxdiff.execution.decisions.OrderManagerWork;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.decisions.OrderTaskMachine;
import dev.maxdiff.execution.decisions.Requester;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.model.OrderAnswer;
import java.time.Duration;
import java.util.List;

/**
 * The order manager of one symbol: {@link OrderManagerMachine} decides; the actor performs the
 * effects, makes intents and outcomes durable, and waits for nothing: every answer is a message.
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

  /**
   * Accepts the position of the newest read, or asks what that would do.
   *
   * @param key null = every owner
   */
  record Accept(WatcherKey key, boolean isDryRun, ActorRef<OrderAnswer> replyTo)
      implements Command {}

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

  /** An input for the machine of this incarnation of the actor. */
  private record Next(OrderManager incarnation, OrderManagerInput input) implements Command {}

  private record ReplyTo(ActorRef<OrderAnswer> actor) implements Requester {}

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
  private final OrderManagerMachine machine;
  private final EffectPerformer performer;
  private final LedgerSnapshot baseline; // null = nothing was read
  private OrderManagerWork work = OrderManagerWork.NONE;

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
    this.machine =
        new OrderManagerMachine(
            symbol,
            gatewayContext.settings(),
            new OrderTaskMachine(symbol, gatewayContext.origin(), gatewayContext.settings()));
    this.performer = new EffectPerformer(symbol, gatewayContext);
    this.baseline = gatewayContext.upstream().last().orElse(null);
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
        .onCommand(Next.class, this::onNext)
        .onCommand(Accept.class, this::onAccept)
        .onCommand(Release.class, this::onRelease)
        .onCommand(Observe.class, (state, observe) -> onObserve(state))
        .onCommand(Stop.class, (state, stop) -> Effect().stop().thenNoReply())
        .build();
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onSubmit(
      OrderManagerState state, Submit submit) {
    return handle(state, new OrderManagerInput.Submitted(submit.task, new ReplyTo(submit.replyTo)));
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onAccept(
      OrderManagerState state, Accept accept) {
    return handle(
        state,
        new OrderManagerInput.AcceptAsked(
            accept.key, accept.isDryRun, new ReplyTo(accept.replyTo)));
  }

  /** Drops the input of an incarnation before a restart. */
  private ReplyEffect<OrderJournalEvent, OrderManagerState> onNext(
      OrderManagerState state, Next next) {
    return next.incarnation == this ? handle(state, next.input) : Effect().noReply();
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onRelease(
      OrderManagerState state, Release release) {
    return handle(state, new OrderManagerInput.Released(release.slot));
  }

  private ReplyEffect<OrderJournalEvent, OrderManagerState> onObserve(OrderManagerState state) {
    return handle(state, new OrderManagerInput.ChangeExpected());
  }

  /** No command is handled before the events of the step are durable. */
  private ReplyEffect<OrderJournalEvent, OrderManagerState> handle(
      OrderManagerState state, OrderManagerInput input) {
    List<OrderJournalEvent> events = perform(state, input);
    return events.isEmpty() ? Effect().noReply() : Effect().persist(events).thenNoReply();
  }

  private List<OrderJournalEvent> perform(OrderManagerState state, OrderManagerInput input) {
    OrderManagerStep step =
        machine.on(work, input, performer.surroundings(state, System.nanoTime()));
    work = step.work();
    step.effects().forEach(this::perform);
    return step.events();
  }

  private void perform(OrderManagerEffect effect) {
    if (effect instanceof OrderManagerEffect.Request request) {
      context.pipeToSelf(performer.begin(request), (input, failure) -> new Next(this, input));
    } else if (effect instanceof OrderManagerEffect.Unanswered unanswered) {
      performer.perform(unanswered);
    } else if (effect instanceof OrderManagerEffect.StartTimer start) {
      OrderManagerInput elapsed = new OrderManagerInput.Elapsed(start.timer());
      timers.startSingleTimer(start.timer(), new Next(this, elapsed), start.time());
    } else if (effect instanceof OrderManagerEffect.Answer answer) {
      ((ReplyTo) answer.requester()).actor.tell(answer.answer());
    } else if (effect instanceof OrderManagerEffect.Continue next) {
      context.getSelf().tell(new Next(this, next.input()));
    }
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
        .onSignal(PreRestart.class, (state, signal) -> interrupted(state))
        .onSignal(PostStop.class, (state, signal) -> interrupted(state))
        .build();
  }

  private void onRecovered(OrderManagerState state) {
    perform(state, new OrderManagerInput.Recovered(baseline));
  }

  private void interrupted(OrderManagerState state) {
    perform(state, new OrderManagerInput.Interrupted());
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(100, 2);
  }
}

package dev.maxdiff.supervision;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.RecoveryFailed;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.process.WatcherRunner;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.KeyDecision;
import dev.maxdiff.supervision.wishes.KeyState;
import dev.maxdiff.supervision.wishes.LiftOutcome;
import dev.maxdiff.supervision.wishes.SlotEvent;
import dev.maxdiff.supervision.wishes.SlotState;
import dev.maxdiff.supervision.wishes.SlotState.Active;
import dev.maxdiff.supervision.wishes.SlotState.Over;
import dev.maxdiff.supervision.wishes.WishDecision;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutlook;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Supervises one key's entry and exit watcher: at most one of each, for the newest wish.
 *
 * <p>A wish and a restart are durable before an answer, a launch or a signal; outcomes are
 * journalled afterwards. A crash between two steps is repaired in recovery, which compares the
 * journalled wishes with the runner's processes.
 */
public final class WatcherSupervisor
    extends EventSourcedBehaviorWithEnforcedReplies<
        WatcherSupervisor.Command, SlotEvent, KeyState> {

  /** The entity type of the persistence ids. */
  static final String ENTITY = "Watcher";

  private static final Duration MIN_PERSIST_BACKOFF = Duration.ofMillis(200);
  private static final Duration MAX_PERSIST_BACKOFF = Duration.ofSeconds(10);
  private static final double PERSIST_JITTER = 0.2;
  private static final int KEPT_SNAPSHOTS = 2;

  public sealed interface Command {}

  /**
   * Makes {@code wish} the wish of its slot; see {@link WishDecision}.
   *
   * @param ticket returned with the answer
   */
  record Want(CheckedWish wish, long ticket, ActorRef<Decided> replyTo) implements Command {}

  /** Answer to {@link Want}. */
  record Decided(Slot slot, long ticket, WishOutcome outcome) {}

  /** Answers with the outcome that {@link Want} would have; writes nothing. */
  record Preview(CheckedWish wish, ActorRef<WishOutlook> replyTo) implements Command {}

  /**
   * Withdraws the slot's wish and ends its watcher; answered when the process group is gone.
   *
   * @param hold also holds the slot
   */
  record Withdraw(
      Slot slot,
      boolean keepOrders,
      boolean hold,
      String reason,
      ActorRef<WithdrawalOutcome> replyTo)
      implements Command {}

  /** Lifts the hold of a slot; answered when that is durable. */
  record LiftHold(Slot slot, String reason, ActorRef<LiftOutcome> replyTo) implements Command {}

  /** Stops all starts: the runtime is about to end every watcher; the wishes stay. */
  record Quiesce(ActorRef<Done> replyTo) implements Command {}

  private record FromRunner(WatcherRunner.Report report) implements Command {}

  private record FromTimer(SlotTimers.Due due) implements Command {}

  /** A report to the inbox: the supervisor has recovered, or has failed. */
  sealed interface LifecycleSignal {}

  enum Recovered implements LifecycleSignal {
    INSTANCE
  }

  /** The supervisor has failed and restarts after a backoff. */
  record Failed(String reason) implements LifecycleSignal {}

  static Behavior<Command> create(
      WatcherKey key,
      SupervisionSettings settings,
      SupervisionPorts ports,
      SlotViews slotViews,
      ActorRef<LifecycleSignal> inbox) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(WatcherSupervisor.class);
          return Behaviors.withTimers(
              timers ->
                  new WatcherSupervisor(context, timers, key, settings, ports, slotViews, inbox));
        });
  }

  private final SupervisionSettings settings;
  private final WatcherRunner runner;
  private final SlotHolds holds;
  private final SlotViews slotViews;
  private final ActorRef<LifecycleSignal> inbox;
  private final SlotEffects effects;
  private final SlotTimers timers;
  private final RestartPolicy restartPolicy;
  private final RunnerReports reports;
  private final ActorRef<WatcherRunner.Report> owner;
  private final Map<Slot, SlotRuntimeState> runs = new EnumMap<>(Slot.class);
  private boolean quiesced;

  private WatcherSupervisor(
      ActorContext<Command> context,
      TimerScheduler<Command> scheduler,
      WatcherKey key,
      SupervisionSettings settings,
      SupervisionPorts ports,
      SlotViews slotViews,
      ActorRef<LifecycleSignal> inbox) {
    super(
        PersistenceId.of(ENTITY, key.entityId()),
        SupervisorStrategy.restartWithBackoff(
            MIN_PERSIST_BACKOFF, MAX_PERSIST_BACKOFF, PERSIST_JITTER));
    this.settings = settings;
    this.runner = ports.runner();
    this.slotViews = slotViews;
    this.inbox = inbox;
    this.effects = new SlotEffects(ports, context.getLog());
    this.timers = new SlotTimers(scheduler, FromTimer::new, settings.healthyAfter());
    this.restartPolicy =
        new RestartPolicy(settings, ports, slotViews, effects, timers, () -> quiesced);
    this.reports = new RunnerReports(slotViews, effects, timers, restartPolicy);
    this.owner = context.messageAdapter(WatcherRunner.Report.class, FromRunner::new);
    for (Slot slot : Slot.values()) {
      runs.put(slot, new SlotRuntimeState(key.slot(slot)));
    }
    this.holds = new SlotHolds(ports.allKeys(), runs.values(), effects, slotViews);
  }

  @Override
  public KeyState emptyState() {
    return KeyState.EMPTY;
  }

  @Override
  public CommandHandlerWithReply<Command, SlotEvent, KeyState> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(Want.class, this::onWant)
        .onCommand(Preview.class, this::onPreview)
        .onCommand(Withdraw.class, this::onWithdraw)
        .onCommand(LiftHold.class, this::onLiftHold)
        .onCommand(Quiesce.class, (state, quiesce) -> onQuiesce(quiesce))
        .onCommand(FromRunner.class, this::onReport)
        .onCommand(FromTimer.class, this::onDue)
        .build();
  }

  @Override
  public EventHandler<KeyState, SlotEvent> eventHandler() {
    return newEventHandlerBuilder().forAnyState().onEvent(SlotEvent.class, KeyState::on).build();
  }

  @Override
  public SignalHandler<KeyState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.class, (state, signal) -> onRecovered(state))
        .onSignal(
            RecoveryFailed.class,
            (state, signal) ->
                inbox.tell(new Failed(FailureInterceptor.ofJournal(signal.getFailure()))))
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), KEPT_SNAPSHOTS);
  }

  private ReplyEffect<SlotEvent, KeyState> onWant(KeyState state, Want command) {
    Wish wish = command.wish.wish();
    Slot slot = wish.slotId().slot();
    SlotRuntimeState run = runs.get(slot);
    SlotState before = run.view(state.of(slot));
    WishDecision.Decision decision = decide(state, before, command.wish, run.slot);
    Decided answer = new Decided(slot, command.ticket, decision.outcome());
    List<SlotEvent> events = new ArrayList<>();
    if (decision.outcome().kind() != WishOutcome.Kind.DENIED) {
      events.addAll(holds.liftedBy(state, command.wish));
    }
    if (decision.event() != null) {
      events.add(decision.event());
    }
    if (events.isEmpty()) {
      return Effect().reply(command.replyTo, answer);
    }
    return Effect()
        .persist(events)
        .thenRun(
            after -> {
              holds.show(after);
              if (decision.event() != null) {
                accepted(decision.event(), before, after.of(slot), run, wish);
              }
            })
        .thenReply(command.replyTo, after -> answer);
  }

  private ReplyEffect<SlotEvent, KeyState> onPreview(KeyState state, Preview preview) {
    SlotRuntimeState run = runs.get(preview.wish.wish().slotId().slot());
    SlotState before = run.view(state.of(run.slot.slot()));
    KeyDecision decision = decision(state, run.slot);
    return Effect()
        .reply(
            preview.replyTo,
            decision.outlook(before, preview.wish, effects.newestSeen(run.slot), effects.now()));
  }

  private WishDecision.Decision decide(
      KeyState state, SlotState before, CheckedWish wish, SlotId slot) {
    if (quiesced) {
      return WishDecision.denied(before, "the runtime is shutting down");
    }
    return decision(state, slot).decide(before, wish, effects.newestSeen(slot), effects.now());
  }

  private KeyDecision decision(KeyState state, SlotId slot) {
    return new KeyDecision(state, holds.general(), effects.bought(slot), effects.closed(slot));
  }

  private void accepted(
      SlotEvent event, SlotState before, SlotState journalled, SlotRuntimeState run, Wish wish) {
    run.unusedGenerations = event instanceof SlotEvent.Wanted ? 0 : run.unusedGenerations;
    SlotState after = run.view(journalled);
    if (after.generation() == before.generation()) {
      boolean admitted =
          run.waiting != SlotRuntimeState.Waiting.ATTACHED
              && !timers.restartIsComing(run.slot.slot());
      effects.extended(((Active) after).wish(), after.generation(), admitted);
      timers.watchExpiry((Active) after, effects.now());
    } else {
      timers.cancel(run.slot.slot());
      run.wishReplaced();
      if (before instanceof Active old) {
        effects.superseded(old.wish(), old.generation(), wish);
      }
      effects.wished(wish, after.generation());
      effects.launch((Active) after);
    }
    slotViews.publish(after, run);
  }

  private ReplyEffect<SlotEvent, KeyState> onWithdraw(KeyState state, Withdraw command) {
    SlotRuntimeState run = runs.get(command.slot);
    SlotState before = run.view(state.of(command.slot));
    boolean ending = run.waiting == SlotRuntimeState.Waiting.STOPPED;
    boolean wished = !(before instanceof SlotState.Idle) || (run.process != null && !ending);
    List<SlotEvent> events =
        holds.withdrawal(
            state,
            before,
            new SlotHolds.Request(command.slot, wished, command.hold, command.reason));
    boolean answersLater = wished || ending;
    if (answersLater) {
      // registered before the write: if the write fails, the recovery answers
      run.withdrawers.add(command.replyTo);
    }
    var written =
        Effect()
            .persist(events)
            .thenRun(
                after -> {
                  if (wished) {
                    withdrawn(after, before, run, command);
                  }
                  holds.show(after);
                });
    return answersLater
        ? written.thenNoReply()
        : written.thenReply(
            command.replyTo,
            after -> new WithdrawalOutcome(run.slot, true, WithdrawalOutcome.NOT_WANTED));
  }

  private void withdrawn(KeyState after, SlotState before, SlotRuntimeState run, Withdraw command) {
    timers.cancel(command.slot);
    run.stopping();
    effects.withdraw(run.slot, before.generation(), command.keepOrders, command.reason);
    holds.showInFile(run);
    slotViews.publish(after.of(command.slot), run);
  }

  private ReplyEffect<SlotEvent, KeyState> onLiftHold(KeyState state, LiftHold command) {
    Optional<SlotEvent> lifted = holds.lifted(state, command.slot, command.reason);
    LiftOutcome answer = new LiftOutcome(runs.get(command.slot).slot, lifted.isPresent());
    return Effect()
        .persist(lifted.stream().toList())
        .thenRun(holds::show)
        .thenReply(command.replyTo, after -> answer);
  }

  private ReplyEffect<SlotEvent, KeyState> onQuiesce(Quiesce quiesce) {
    quiesced = true;
    timers.cancelAll();
    return Effect().reply(quiesce.replyTo, Done.getInstance());
  }

  private ReplyEffect<SlotEvent, KeyState> onReport(KeyState state, FromRunner from) {
    SlotRuntimeState run = runs.get(from.report.slot().slot());
    return take(reports.on(from.report, run.view(state.of(run.slot.slot())), run));
  }

  private ReplyEffect<SlotEvent, KeyState> onDue(KeyState state, FromTimer from) {
    SlotRuntimeState run = runs.get(from.due.slot());
    return take(restartPolicy.on(from.due, run.view(state.of(run.slot.slot())), run));
  }

  private ReplyEffect<SlotEvent, KeyState> take(Transition transition) {
    return transition.event() == null
        ? Effect().noReply()
        : Effect()
            .persist(runs.get(transition.event().slot()).withReaped(transition.event()))
            .thenRun(after -> transition.then().accept(after.of(transition.event().slot())))
            .thenNoReply();
  }

  /** Runs after a first start, a restart of the runtime and a failed write alike. */
  private void onRecovered(KeyState state) {
    timers.cancelAll();
    for (SlotRuntimeState run : runs.values()) {
      SlotState stored = state.of(run.slot.slot());
      run.reset();
      run.hold = state.hold(run.slot.slot());
      if (stored instanceof Over over && !over.reason().isEmpty()) {
        run.error = over.reason();
      }
      slotViews.publish(stored, run);
      runner.attach(run.slot, owner);
    }
    inbox.tell(Recovered.INSTANCE);
  }
}

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
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.process.ExitStatus;
import dev.maxdiff.process.WatcherRunner;
import dev.maxdiff.supervision.SlotState.Active;
import dev.maxdiff.supervision.SlotState.Over;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Keeps one key's entry and exit watcher as wished: at most one of each, the newest wish's.
 *
 * <p>A wish and a restart are durable before anyone is answered and before anything is launched;
 * what happened is written after it. A crash between any two steps is repaired on recovery: what
 * the journal wants is compared with what the runner has.
 */
public final class WatcherSupervisor
    extends EventSourcedBehaviorWithEnforcedReplies<
        WatcherSupervisor.Command, SlotEvent, KeyState> {

  /** First part of the persistence ids. */
  static final String ENTITY = "Watcher";

  private static final Duration MIN_PERSIST_BACKOFF = Duration.ofMillis(200);
  private static final Duration MAX_PERSIST_BACKOFF = Duration.ofSeconds(10);
  private static final double PERSIST_JITTER = 0.2;
  private static final int KEPT_SNAPSHOTS = 2;

  public sealed interface Command {}

  /**
   * Makes {@code wish} the wish of its slot; see {@link WishRule}.
   *
   * @param ticket given back with the answer
   */
  record Want(
      Wish wish,
      Increments increments,
      boolean operator,
      boolean retry,
      long ticket,
      ActorRef<Decided> replyTo)
      implements Command {}

  /** Answer to {@link Want}. */
  record Decided(Slot slot, long ticket, WishOutcome outcome) {}

  /** Takes back the slot's wish and ends its watcher; answered when it is gone. */
  record Withdraw(Slot slot, boolean keepOrders, String reason, ActorRef<Withdrawal> replyTo)
      implements Command {}

  /** Starts nothing any more: the runtime is about to end every watcher, and its wishes stay. */
  record Quiesce(ActorRef<Done> replyTo) implements Command {}

  private record FromRunner(WatcherRunner.Report report) implements Command {}

  private record RestartDue(Slot slot, long generation) implements Command {}

  private record Healthy(Slot slot) implements Command {}

  /** What its inbox is told whenever it has recovered, or failed to. */
  sealed interface Life {}

  enum Recovered implements Life {
    INSTANCE
  }

  record NotRecovered(String reason) implements Life {}

  static Behavior<Command> create(
      WatcherKey key,
      SupervisionSettings settings,
      SupervisionPorts ports,
      SlotBoard board,
      ActorRef<Life> inbox) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(WatcherSupervisor.class);
          return Behaviors.withTimers(
              timers -> new WatcherSupervisor(context, timers, key, settings, ports, board, inbox));
        });
  }

  private final TimerScheduler<Command> timers;
  private final SupervisionSettings settings;
  private final SupervisionPorts ports;
  private final SlotBoard board;
  private final ActorRef<Life> inbox;
  private final SlotEffects effects;
  private final EndRule endRule;
  private final ActorRef<WatcherRunner.Report> reports;
  private final Map<Slot, SlotRun> runs = new EnumMap<>(Slot.class);
  private boolean quiet;

  private WatcherSupervisor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      WatcherKey key,
      SupervisionSettings settings,
      SupervisionPorts ports,
      SlotBoard board,
      ActorRef<Life> inbox) {
    super(
        PersistenceId.of(ENTITY, key.entityId()),
        SupervisorStrategy.restartWithBackoff(
            MIN_PERSIST_BACKOFF, MAX_PERSIST_BACKOFF, PERSIST_JITTER));
    this.timers = timers;
    this.settings = settings;
    this.ports = ports;
    this.board = board;
    this.inbox = inbox;
    this.effects = new SlotEffects(ports, context.getLog());
    this.endRule = new EndRule(settings, ports.random());
    this.reports = context.messageAdapter(WatcherRunner.Report.class, FromRunner::new);
    for (Slot slot : Slot.values()) {
      runs.put(slot, new SlotRun(key.slot(slot)));
    }
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
        .onCommand(Withdraw.class, this::onWithdraw)
        .onCommand(Quiesce.class, (state, quiesce) -> onQuiesce(quiesce))
        .onCommand(FromRunner.class, this::onReport)
        .onCommand(RestartDue.class, this::onRestartDue)
        .onCommand(Healthy.class, (state, healthy) -> onHealthy(healthy))
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
                inbox.tell(new NotRecovered(String.valueOf(signal.getFailure().getMessage()))))
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), KEPT_SNAPSHOTS);
  }

  private ReplyEffect<SlotEvent, KeyState> onWant(KeyState state, Want command) {
    Wish wish = command.wish;
    Slot slot = wish.slotId().slot();
    SlotState before = state.of(slot);
    WishRule.Decision decision = decide(before, command);
    Decided answer = new Decided(slot, command.ticket, decision.outcome());
    if (decision.event() == null) {
      return Effect().reply(command.replyTo, answer);
    }
    return Effect()
        .persist(decision.event())
        .thenRun(after -> accepted(before, after.of(slot), runs.get(slot), wish))
        .thenReply(command.replyTo, after -> answer);
  }

  private WishRule.Decision decide(SlotState before, Want command) {
    if (quiet) {
      return WishRule.denied(before, "the runtime is shutting down");
    }
    try {
      return WishRule.decide(
          before, command.wish, command.increments, command.operator, command.retry, effects.now());
    } catch (InvalidValueException e) {
      return WishRule.denied(before, e.getMessage());
    }
  }

  private void accepted(SlotState before, SlotState after, SlotRun run, Wish wish) {
    if (after.generation() == before.generation()) {
      boolean admitted =
          run.waiting != SlotRun.Waiting.ATTACHED
              && !timers.isTimerActive(restartKey(run.slot.slot()));
      effects.extended(((Active) after).wish(), after.generation(), admitted);
    } else {
      cancelTimers(run.slot.slot());
      run.failures = Failures.NONE;
      run.error = null;
      run.waiting = SlotRun.Waiting.NOTHING;
      if (before instanceof Active old) {
        effects.superseded(old.wish(), old.generation(), wish);
      }
      effects.wished(wish, after.generation());
      effects.launch((Active) after);
    }
    board.publish(after, run);
  }

  private ReplyEffect<SlotEvent, KeyState> onWithdraw(KeyState state, Withdraw command) {
    SlotRun run = runs.get(command.slot);
    SlotState before = state.of(command.slot);
    boolean ending = run.waiting == SlotRun.Waiting.STOPPED;
    if (before instanceof SlotState.Idle && run.process == null && !ending) {
      return Effect().reply(command.replyTo, new Withdrawal(run.slot, true, "was not wanted"));
    }
    // before it is written: should that fail, the recovery answers
    run.withdrawers.add(command.replyTo);
    if (before instanceof SlotState.Idle && ending) {
      return Effect().noReply();
    }
    return Effect()
        .persist(
            new SlotEvent.Withdrawn(
                command.slot, before.generation(), command.reason, effects.now()))
        .thenRun(
            after -> {
              cancelTimers(command.slot);
              run.waiting = SlotRun.Waiting.STOPPED;
              effects.withdraw(run.slot, before.generation(), command.keepOrders, command.reason);
              board.publish(after.of(command.slot), run);
            })
        .thenNoReply();
  }

  private ReplyEffect<SlotEvent, KeyState> onQuiesce(Quiesce quiesce) {
    quiet = true;
    timers.cancelAll();
    return Effect().reply(quiesce.replyTo, Done.getInstance());
  }

  private ReplyEffect<SlotEvent, KeyState> onReport(KeyState state, FromRunner from) {
    SlotRun run = runs.get(from.report.slot().slot());
    SlotState slot = state.of(run.slot.slot());
    WatcherRunner.Report report = from.report;
    if (report instanceof WatcherRunner.Running running) {
      return onRunning(slot, run, running);
    } else if (report instanceof WatcherRunner.Vacant) {
      return onVacant(slot, run);
    } else if (report instanceof WatcherRunner.Launched launched) {
      return onLaunched(slot, run, launched);
    } else if (report instanceof WatcherRunner.Exited exited) {
      return onExited(slot, run, exited);
    } else if (report instanceof WatcherRunner.LaunchFailed failed) {
      return onLaunchFailed(slot, run, failed);
    } else if (report instanceof WatcherRunner.Dropped dropped) {
      return onDropped(slot, run, dropped);
    }
    return onUnkillable(run, (WatcherRunner.Unkillable) report);
  }

  /** Answer to an attach: our newest is left alone, anything else is replaced or ended. */
  private ReplyEffect<SlotEvent, KeyState> onRunning(
      SlotState state, SlotRun run, WatcherRunner.Running running) {
    if (run.waiting != SlotRun.Waiting.ATTACHED) {
      return Effect().noReply();
    }
    run.waiting = SlotRun.Waiting.NOTHING;
    run.runs(running.generation(), running.process());
    if (state instanceof Active active && running.generation() != active.generation()) {
      return planRestart(run, active, "an older generation runs");
    }
    if (state instanceof Active) {
      watchHealth(run);
    } else {
      run.waiting = SlotRun.Waiting.STOPPED;
      effects.stop(run.slot);
    }
    board.publish(state, run);
    return Effect().noReply();
  }

  private ReplyEffect<SlotEvent, KeyState> onVacant(SlotState state, SlotRun run) {
    SlotRun.Waiting was = run.waiting;
    run.waiting = SlotRun.Waiting.NOTHING;
    if (was == SlotRun.Waiting.STOPPED) {
      run.gone(run.processGeneration);
      effects.inactive(run.slot, state.generation(), "withdrawn");
      run.answerWithdrawers(true, "withdrawn");
      board.publish(state, run);
    }
    if (was == SlotRun.Waiting.ATTACHED && state instanceof Active active) {
      return planRestart(run, active, "the runtime was started again");
    }
    return Effect().noReply();
  }

  private ReplyEffect<SlotEvent, KeyState> onLaunched(
      SlotState state, SlotRun run, WatcherRunner.Launched launched) {
    run.runs(launched.generation(), launched.process());
    boolean newest = state instanceof Active && launched.generation() == state.generation();
    if (run.waiting == SlotRun.Waiting.ATTACHED && newest) {
      run.waiting = SlotRun.Waiting.NOTHING;
    } else if (run.waiting == SlotRun.Waiting.ATTACHED) {
      return onRunning(
          state,
          run,
          new WatcherRunner.Running(run.slot, launched.generation(), launched.process()));
    }
    if (!newest) {
      return Effect().noReply();
    }
    answerOvertakenWithdrawers(run);
    run.startedAt = launched.at();
    effects.started(run.slot, launched.generation(), launched.process().pid());
    watchHealth(run);
    board.publish(state, run);
    return Effect()
        .persist(
            new SlotEvent.Launched(
                run.slot.slot(),
                launched.generation(),
                launched.process().pid(),
                launched.process().startTicks(),
                launched.process().bootId(),
                effects.now()))
        .thenNoReply();
  }

  private ReplyEffect<SlotEvent, KeyState> onExited(
      SlotState state, SlotRun run, WatcherRunner.Exited exited) {
    effects.retire(run.slot, exited.generation());
    run.gone(exited.generation());
    timers.cancel(new Healthy(run.slot.slot()));
    if (exited.generation() != state.generation()) {
      return onOldOneGone(state, run);
    }
    if (state instanceof Active active && !quiet) {
      return onEnd(active, run, exited.status());
    }
    effects.ended(run.slot, exited.generation(), exited.status(), quiet ? "shutdown" : "withdrawn");
    board.publish(state, run);
    return Effect().noReply();
  }

  /** The launch that was under way when we attached was an older one's: ours is still to come. */
  private ReplyEffect<SlotEvent, KeyState> onOldOneGone(SlotState state, SlotRun run) {
    answerOvertakenWithdrawers(run);
    return run.waiting == SlotRun.Waiting.ATTACHED ? onVacant(state, run) : Effect().noReply();
  }

  /** A newer wish has taken the slot before the withdrawn one's watcher was seen gone. */
  private static void answerOvertakenWithdrawers(SlotRun run) {
    if (run.waiting != SlotRun.Waiting.STOPPED) {
      run.answerWithdrawers(true, "withdrawn");
    }
  }

  private ReplyEffect<SlotEvent, KeyState> onLaunchFailed(
      SlotState state, SlotRun run, WatcherRunner.LaunchFailed failed) {
    effects.retire(run.slot, failed.generation());
    if (failed.generation() != state.generation()) {
      return onOldOneGone(state, run);
    }
    answerOvertakenWithdrawers(run);
    if (!(state instanceof Active active) || quiet) {
      return Effect().noReply();
    }
    effects.launchFailed(run.slot, failed.generation(), failed.reason());
    String reason = "launch failed: " + failed.reason();
    return onFailure(active, run, ended(active, run, -1, 0, reason));
  }

  /** The gate closed before it started: only a shutdown that has not reached us does that. */
  private ReplyEffect<SlotEvent, KeyState> onDropped(
      SlotState state, SlotRun run, WatcherRunner.Dropped dropped) {
    effects.retire(run.slot, dropped.generation());
    if (state instanceof Active active && dropped.generation() == state.generation() && !quiet) {
      return onFailure(active, run, ended(active, run, -1, 0, "dropped: " + dropped.reason()));
    }
    return Effect().noReply();
  }

  private ReplyEffect<SlotEvent, KeyState> onUnkillable(
      SlotRun run, WatcherRunner.Unkillable unkillable) {
    String words = "process " + unkillable.pid() + " outlived SIGKILL; nothing starts in its slot";
    effects.alert(run.slot, unkillable.generation(), words);
    run.answerWithdrawers(false, words);
    return Effect().noReply();
  }

  private ReplyEffect<SlotEvent, KeyState> onEnd(Active state, SlotRun run, ExitStatus status) {
    if (!status.isDone()) {
      String reason = status.toString();
      if (!WishRule.isOver(state.wish(), effects.now())) {
        effects.ended(run.slot, state.generation(), status, "restarting");
      }
      return onFailure(state, run, ended(state, run, status.code(), status.signal(), reason));
    }
    EndRule.Verdict verdict =
        endRule.decide(run.slot.slot(), state, true, run.failures, effects.now());
    return verdict instanceof EndRule.Restart
        ? planRestart(run, state, "its expiry was extended")
        : over(state, run, verdict, status);
  }

  private SlotEvent.Ended ended(Active state, SlotRun run, int code, int signal, String reason) {
    return new SlotEvent.Ended(
        run.slot.slot(), state.generation(), code, signal, reason, effects.now());
  }

  private ReplyEffect<SlotEvent, KeyState> onFailure(
      Active state, SlotRun run, SlotEvent.Ended ended) {
    run.failures = run.failures.and(ports.nanoTime().getAsLong(), settings.crashLoopWindow());
    run.error = ended.reason();
    EndRule.Verdict verdict =
        endRule.decide(run.slot.slot(), state, false, run.failures, effects.now());
    if (verdict instanceof EndRule.GiveUp) {
      return Effect()
          .persist(
              new SlotEvent.CrashLooped(
                  run.slot.slot(), state.generation(), ended.reason(), effects.now()))
          .thenRun(
              after -> {
                effects.crashLooped(run.slot, state.generation(), ended.reason());
                effects.closed(run.slot, state.generation());
                board.publish(after.of(run.slot.slot()), run);
              })
          .thenNoReply();
    }
    if (verdict instanceof EndRule.Restart restart) {
      scheduleRestart(state, run, restart);
      board.publish(state, run);
      boolean toldBefore = ended.reason().equals(state.lastReason());
      return toldBefore ? Effect().noReply() : Effect().persist(ended).thenNoReply();
    }
    return over(state, run, verdict, new ExitStatus(ended.code(), ended.signal()));
  }

  private void scheduleRestart(Active state, SlotRun run, EndRule.Restart restart) {
    Slot slot = run.slot.slot();
    effects.restarting(run.slot, state.generation(), run.failures.inARow(), restart.delay());
    if (restart.alert()) {
      effects.alert(
          run.slot, state.generation(), "keeps failing (" + run.error + "); it is tried again");
    }
    timers.startSingleTimer(
        restartKey(slot), new RestartDue(slot, state.generation()), restart.delay());
  }

  private ReplyEffect<SlotEvent, KeyState> over(
      Active state, SlotRun run, EndRule.Verdict verdict, ExitStatus status) {
    Slot slot = run.slot.slot();
    boolean expired = verdict instanceof EndRule.IsExpired;
    SlotEvent event =
        expired
            ? new SlotEvent.Expired(slot, state.generation(), effects.now())
            : new SlotEvent.Done(slot, state.generation(), effects.now());
    return Effect()
        .persist(event)
        .thenRun(
            after -> {
              effects.ended(run.slot, state.generation(), status, expired ? "expired" : "done");
              effects.closed(run.slot, state.generation());
              board.publish(after.of(slot), run);
            })
        .thenNoReply();
  }

  private ReplyEffect<SlotEvent, KeyState> onRestartDue(KeyState state, RestartDue due) {
    if (state.of(due.slot) instanceof Active active && active.generation() == due.generation) {
      return planRestart(runs.get(due.slot), active, active.lastReason());
    }
    return Effect().noReply();
  }

  /** Tries the wish again under a new generation, unless its time is over. */
  private ReplyEffect<SlotEvent, KeyState> planRestart(SlotRun run, Active state, String reason) {
    if (quiet) {
      return Effect().noReply();
    }
    if (WishRule.isOver(state.wish(), effects.now())) {
      if (run.process != null) {
        run.waiting = SlotRun.Waiting.STOPPED;
        effects.stop(run.slot);
      }
      return over(state, run, new EndRule.IsExpired(), ExitStatus.exited(0));
    }
    Slot slot = run.slot.slot();
    return Effect()
        .persist(
            new SlotEvent.RestartPlanned(
                slot, state.generation() + 1, run.failures.inARow(), reason, effects.now()))
        .thenRun(
            after -> {
              effects.launch((Active) after.of(slot));
              board.publish(after.of(slot), run);
            })
        .thenNoReply();
  }

  private ReplyEffect<SlotEvent, KeyState> onHealthy(Healthy healthy) {
    runs.get(healthy.slot).failures = Failures.NONE;
    return Effect().noReply();
  }

  /** A first start, a restart of the runtime and a failed write end here alike. */
  private void onRecovered(KeyState state) {
    timers.cancelAll();
    for (SlotRun run : runs.values()) {
      SlotId slot = run.slot;
      run.forget();
      run.waiting = SlotRun.Waiting.ATTACHED;
      if (state.of(slot.slot()) instanceof Over over && !over.reason().isEmpty()) {
        run.error = over.reason();
      }
      board.publish(state.of(slot.slot()), run);
      ports.runner().attach(slot, reports);
    }
    inbox.tell(Recovered.INSTANCE);
  }

  private void watchHealth(SlotRun run) {
    Healthy healthy = new Healthy(run.slot.slot());
    timers.startSingleTimer(healthy, healthy, settings.healthyAfter());
  }

  private void cancelTimers(Slot slot) {
    timers.cancel(restartKey(slot));
    timers.cancel(new Healthy(slot));
  }

  private static String restartKey(Slot slot) {
    return "restart " + slot;
  }
}

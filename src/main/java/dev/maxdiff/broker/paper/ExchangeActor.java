package dev.maxdiff.broker.paper;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.BackoffSupervisorStrategy;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The exchange: journals what the engine decides, and shows it only when it is durable.
 *
 * <p>When the journal does not take it, the exchange is started again after a moment and goes on
 * from what is durable; its clock does not stop meanwhile, so the tape goes on as a market would.
 *
 * <p>A tick that changes nothing but the time is not journalled, except every checkpoint and at the
 * end of the tape. A restart goes on from the last journalled moment: what the tape did after it is
 * played again, and since nothing else happened in between, with the same result.
 *
 * <p>While nothing waits for the tape it is looked at only where a checkpoint is due or it ends,
 * not every tick: what is asked of the exchange meanwhile is answered for the moment of the
 * question.
 */
final class ExchangeActor
    extends EventSourcedBehaviorWithEnforcedReplies<
        ExchangeActor.Command, ExchangeEvent, ExchangeState> {

  sealed interface Command {}

  /** Opens the account, or goes on where the journal ends; answers whether it went on. */
  record Start(boolean fresh, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

  record Play(ActorRef<Done> replyTo) implements Command {}

  record Pause(ActorRef<Done> replyTo) implements Command {}

  record Submit(OrderRequest request, ActorRef<ExchangeEngine.Outcome> replyTo)
      implements Command {}

  record Replace(String id, ReplaceRequest request, ActorRef<ExchangeEngine.Outcome> replyTo)
      implements Command {}

  record Cancel(String id, ActorRef<ExchangeEngine.Outcome> replyTo) implements Command {}

  /** Cancels whatever can be cancelled; answers with the orders that it tried, and how it went. */
  record CancelAll(ActorRef<Map<String, ExchangeEngine.Outcome>> replyTo) implements Command {}

  /** Journals the moment and stops. */
  record Close(ActorRef<Done> replyTo) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  static Behavior<Command> create(
      ExchangeSettings settings, MarketTape tape, ExchangeShow show, MarketFaults faults) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(ExchangeActor.class);
          return Behaviors.withTimers(
              timers -> new ExchangeActor(context, timers, settings, tape, show, faults));
        });
  }

  /** Short at most: who placed an order meanwhile must not have given it up when it is taken. */
  private static BackoffSupervisorStrategy backoff() {
    return SupervisorStrategy.restartWithBackoff(
        Duration.ofMillis(200), Duration.ofSeconds(2), 0.2);
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final ExchangeSettings settings;
  private final MarketTape tape;
  private final ExchangeShow show;
  private final MarketFaults faults;
  private ExchangeEngine engine;

  // the books with the time that has passed since the last event; gone after a crash
  private ExchangeState live = ExchangeState.empty();
  private boolean recovering = true;
  private long lastCommitNanos = System.nanoTime();
  private int journalledCursor;
  private Duration pause = Duration.ZERO; // that the timer was last set to

  private ExchangeActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ExchangeSettings settings,
      MarketTape tape,
      ExchangeShow show,
      MarketFaults faults) {
    super(PersistenceId.of("Exchange", settings.name()), backoff());
    this.context = context;
    this.timers = timers;
    this.settings = settings;
    this.tape = tape;
    this.show = show;
    this.faults = faults;
  }

  @Override
  public ExchangeState emptyState() {
    return ExchangeState.empty();
  }

  @Override
  public CommandHandlerWithReply<Command, ExchangeEvent, ExchangeState> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(Start.class, this::onStart)
        .onCommand(Play.class, this::onPlay)
        .onCommand(Pause.class, this::onPause)
        .onCommand(Submit.class, this::onSubmit)
        .onCommand(Replace.class, this::onReplace)
        .onCommand(Cancel.class, this::onCancel)
        .onCommand(CancelAll.class, this::onCancelAll)
        .onCommand(Close.class, this::onClose)
        .onCommand(Tick.class, tick -> onTick())
        .build();
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onStart(ExchangeState state, Start start) {
    if (!start.fresh && show.isAheadOf(state)) {
      return Effect()
          .reply(
              start.replyTo,
              StatusReply.error(
                  "journal: has lost events: the exchange is at event "
                      + state.sequence()
                      + ", its audit log is ahead (expected: all of them; restore the state"
                      + " directory from a backup, or leave that session with --fresh)"));
    }
    boolean finished = state.cursor() >= tape.size();
    if (start.fresh || !state.wasOpened() || finished && sameTape(state)) {
      return open(state, start);
    }
    if (!sameTape(state)) {
      return Effect()
          .reply(
              start.replyTo,
              StatusReply.error(
                  "data: "
                      + tape.name()
                      + " (expected: the data that the stored session was"
                      + " played on; start with --fresh to leave that session)"));
    }
    live = state;
    begin();
    return Effect().reply(start.replyTo, StatusReply.success(true));
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> open(ExchangeState state, Start start) {
    Instant at = tape.start().plus(settings.warmUp());
    if (!at.isBefore(tape.end())) {
      return Effect()
          .reply(
              start.replyTo,
              StatusReply.error(
                  "maxdiff.exchange.warm-up: "
                      + settings.warmUp()
                      + " (expected: shorter than the data, which ends at "
                      + tape.end()
                      + ")"));
    }
    String number = state.wasOpened() ? state.account().number() : AccountNumbers.random();
    ExchangeEvent opened =
        new ExchangeEvent.Opened(
            number,
            settings.startingCash(),
            settings.seed(),
            tape.fingerprint(),
            tape.countUntil(at),
            at);
    return Effect()
        .persist(opened)
        .thenRun(
            (ExchangeState next) -> {
              live = next;
              begin();
              show.happened(List.of(new Turn.Step(opened, next)));
            })
        .thenReply(start.replyTo, next -> StatusReply.success(false));
  }

  private boolean sameTape(ExchangeState state) {
    return tape.fingerprint().equals(state.account().tape());
  }

  private void begin() {
    show.clock().set(live.at());
    resume();
  }

  private void resume() {
    engine = new ExchangeEngine(settings.engine(), tape, live.account().seed(), faults);
    show.begin(live, engine.quotes());
    journalledCursor = live.cursor();
    lookIn(settings.tick());
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onPlay(Play play) {
    show.clock().start();
    lookAgain();
    return Effect().reply(play.replyTo, Done.getInstance());
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onPause(Pause pause) {
    show.clock().pause();
    return Effect().reply(pause.replyTo, Done.getInstance());
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onSubmit(Submit submit) {
    Turn turn = new Turn(live);
    var outcome = engine.submit(turn, submit.request, show.hold());
    return commit(turn, submit.replyTo, () -> outcome);
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onReplace(Replace replace) {
    Turn turn = new Turn(live);
    var outcome = engine.replace(turn, replace.id, replace.request, show.hold());
    return commit(turn, replace.replyTo, () -> outcome);
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onCancel(Cancel cancel) {
    Turn turn = new Turn(live);
    var outcome = engine.cancel(turn, cancel.id, show.hold());
    return commit(turn, cancel.replyTo, () -> outcome);
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onCancelAll(CancelAll cancel) {
    Turn turn = new Turn(live);
    Instant now = show.hold();
    engine.advance(turn, now);
    Map<String, ExchangeEngine.Outcome> outcomes = new TreeMap<>();
    for (String id : turn.state().open().keySet()) {
      outcomes.put(id, engine.cancel(turn, id, now));
    }
    return commit(turn, cancel.replyTo, () -> outcomes);
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onTick() {
    boolean standsStill = !show.clock().isRunning();
    if (standsStill) {
      return Effect().noReply();
    }
    Turn turn = new Turn(live);
    engine.advance(turn, show.hold());
    if (!mustJournal(turn)) {
      pass(turn);
      return Effect().noReply();
    }
    return Effect()
        .persist(turn.events())
        .thenRun((ExchangeState next) -> committed(turn, next))
        .thenNoReply();
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onClose(Close close) {
    if (engine == null) {
      return Effect().stop().thenReply(close.replyTo, state -> Done.getInstance());
    }
    timers.cancel(Tick.INSTANCE);
    Turn turn = new Turn(live);
    engine.advance(turn, show.hold());
    return Effect()
        .persist(turn.events())
        .thenRun((ExchangeState next) -> committed(turn, next))
        .thenStop()
        .thenReply(close.replyTo, state -> Done.getInstance());
  }

  private <T> ReplyEffect<ExchangeEvent, ExchangeState> commit(
      Turn turn, ActorRef<T> replyTo, Supplier<T> answer) {
    if (!mustJournal(turn)) {
      pass(turn);
      return Effect().reply(replyTo, answer.get());
    }
    return Effect()
        .persist(turn.events())
        .thenRun((ExchangeState next) -> committed(turn, next))
        .thenReply(replyTo, next -> answer.get());
  }

  /** Whether more than time has passed, or so much of it that a restart should not repeat it. */
  private boolean mustJournal(Turn turn) {
    boolean changed =
        turn.events().stream().anyMatch(event -> !(event instanceof ExchangeEvent.Advanced));
    int cursor = turn.state().cursor();
    boolean stale =
        System.nanoTime() - lastCommitNanos >= settings.checkpoint().toNanos()
            || cursor == tape.size();
    return changed || stale && cursor != journalledCursor;
  }

  private void pass(Turn turn) {
    live = live.elapsed(turn.state().cursor(), turn.state().at());
    show.passed(live);
    lookAgain();
  }

  private void committed(Turn turn, ExchangeState next) {
    live = next;
    journalledCursor = next.cursor();
    lastCommitNanos = System.nanoTime();
    show.passed(live);
    show.happened(turn.steps());
    lookAgain();
  }

  /** Unless a look is due that is soon enough, or nothing will ever come. */
  private void lookAgain() {
    if (live.isQuiet() && show.ended().isDone()) {
      return;
    }
    Duration next = live.isQuiet() ? quietPause() : settings.tick();
    if (!timers.isTimerActive(Tick.INSTANCE) || next.compareTo(pause) < 0) {
      lookIn(next);
    }
  }

  private void lookIn(Duration next) {
    pause = next;
    timers.startSingleTimer(Tick.INSTANCE, next);
  }

  /** Until the checkpoint that is due next, or the end of the tape. */
  private Duration quietPause() {
    Duration checkpoint = settings.checkpoint();
    Duration left = checkpoint.minusNanos(System.nanoTime() - lastCommitNanos);
    boolean overdue = left.isNegative() || left.isZero();
    // overdue without a print to journal: one that comes now may wait a whole checkpoint
    Duration due = overdue && live.cursor() == journalledCursor ? checkpoint : left;
    Duration end = show.clock().wallTimeUntil(tape.end());
    return longer(settings.tick(), end.compareTo(due) < 0 ? end : due);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  @Override
  public EventHandler<ExchangeState, ExchangeEvent> eventHandler() {
    return newEventHandlerBuilder().forAnyState().onAnyEvent(this::onEvent);
  }

  private ExchangeState onEvent(ExchangeState state, ExchangeEvent event) {
    ExchangeState next = state.on(event);
    if (recovering) {
      show.recovered(new Turn.Step(event, next));
    }
    return next;
  }

  @Override
  public SignalHandler<ExchangeState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .onSignal(PostStop.instance(), state -> show.stopped())
        .build();
  }

  private void onRecovered(ExchangeState state) {
    recovering = false;
    boolean wasServing = show.hasBegun();
    if (wasServing) {
      live = state;
      resume();
    }
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(100, 2);
  }
}

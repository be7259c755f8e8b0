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
import dev.maxdiff.broker.paper.engine.ApiError;
import dev.maxdiff.broker.paper.engine.ExchangeEngine;
import dev.maxdiff.broker.paper.engine.ExchangeEvent;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.broker.paper.engine.MarketFaults;
import dev.maxdiff.broker.paper.engine.Transaction;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.view.ExchangeReadModel;
import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The exchange's actor: journals the decisions of the engine and publishes them once they are
 * durable.
 *
 * <p>After a failed write the actor restarts with backoff from the durable state. The clock keeps
 * running meanwhile, so that the tape continues as a market would.
 *
 * <p>A tick that changes only the time is journalled at checkpoints and at the end of the tape. A
 * restart continues from the last journalled time and replays the tape from there, with the same
 * result.
 *
 * <p>Without open orders and unsettled fills the actor plays the tape only at checkpoints and at
 * its end, and answers a request for the time at which it arrives.
 *
 * <p>The file exceeds 300 lines because protocol, handlers and timing of the actor belong together.
 */
final class ExchangeActor
    extends EventSourcedBehaviorWithEnforcedReplies<
        ExchangeActor.Command, ExchangeEvent, ExchangeState> {

  sealed interface Command {}

  /** Opens a new account or resumes the stored session; the reply is true for a resumed session. */
  record Start(Opening opening, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

  record Play(ActorRef<Done> replyTo) implements Command {}

  record Pause(ActorRef<Done> replyTo) implements Command {}

  record Submit(OrderRequest request, ActorRef<ExchangeEngine.Outcome> replyTo)
      implements Command {}

  record Replace(String id, ReplaceRequest request, ActorRef<ExchangeEngine.Outcome> replyTo)
      implements Command {}

  record Cancel(String id, ActorRef<ExchangeEngine.Outcome> replyTo) implements Command {}

  /** Cancels all open orders; the reply maps the order's id to its outcome. */
  record CancelAll(ActorRef<Map<String, ExchangeEngine.Outcome>> replyTo) implements Command {}

  /** Moves money into (positive) or out of the account. */
  record Transfer(BigDecimal amount, ActorRef<ExchangeEngine.Outcome> replyTo) implements Command {}

  /** Journals the current time and stops. */
  record Close(ActorRef<Done> replyTo) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  static Behavior<Command> create(
      ExchangeSettings settings,
      MarketTape tape,
      ExchangeReadModel readModel,
      MarketFaults faults) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(ExchangeActor.class);
          return Behaviors.withTimers(
              timers -> new ExchangeActor(context, timers, settings, tape, readModel, faults));
        });
  }

  /**
   * At most 2 s, less than the timeout of an order request: an order that waits for the restart
   * must not be accepted after the request timeout of its sender.
   */
  private static BackoffSupervisorStrategy backoff() {
    return SupervisorStrategy.restartWithBackoff(
        Duration.ofMillis(200), Duration.ofSeconds(2), 0.2);
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final ExchangeSettings settings;
  private final MarketTape tape;
  private final ExchangeReadModel readModel;
  private final MarketFaults faults;
  private ExchangeEngine engine;

  // the state with the time since the last event; a crash discards it
  private ExchangeState live = ExchangeState.empty();
  private boolean recovering = true;
  private long lastCommitNanos = System.nanoTime();
  private int journalledCursor;
  private Duration tickDelay = Duration.ZERO; // of the timer, when it was last set

  private ExchangeActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ExchangeSettings settings,
      MarketTape tape,
      ExchangeReadModel readModel,
      MarketFaults faults) {
    super(PersistenceId.of("Exchange", settings.name()), backoff());
    this.context = context;
    this.timers = timers;
    this.settings = settings;
    this.tape = tape;
    this.readModel = readModel;
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
        .onCommand(Transfer.class, this::onTransfer)
        .onCommand(Close.class, this::onClose)
        .onCommand(Tick.class, tick -> onTick())
        .build();
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onStart(ExchangeState state, Start start) {
    boolean fresh = start.opening == Opening.FRESH;
    if (!fresh && readModel.isAheadOf(state)) {
      return Effect()
          .reply(
              start.replyTo,
              StatusReply.error(
                  "journal: has lost events: the exchange is at event "
                      + state.sequence()
                      + ", its audit log is ahead (expected: all of them; restore the state"
                      + " directory from a backup, or leave that session with --fresh)"));
    }
    boolean finished = state.wasOpened() && state.cursor() >= tape.size() && sameTape(state);
    if (finished && start.opening == Opening.RESUME_OR_FAIL) {
      return Effect().reply(start.replyTo, StatusReply.error(new TapeEndedException()));
    }
    if (fresh || !state.wasOpened() || finished) {
      return open(state, start);
    }
    if (!sameTape(state)) {
      return Effect()
          .reply(
              start.replyTo,
              StatusReply.error(
                  new InvalidValueException(
                      "data",
                      tape.name(),
                      "the data that the stored session was played on; start with --fresh to leave"
                          + " that session")));
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
                  new InvalidValueException(
                      "maxdiff.exchange.warm-up",
                      settings.warmUp(),
                      "shorter than the data, which last from "
                          + tape.start()
                          + " to "
                          + tape.end())));
    }
    String number = state.wasOpened() ? state.account().number() : RandomIds.random();
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
              readModel.publish(List.of(new Transaction.Step(opened, next)));
            })
        .thenReply(start.replyTo, next -> StatusReply.success(false));
  }

  private boolean sameTape(ExchangeState state) {
    return tape.fingerprint().equals(state.account().tape());
  }

  private void begin() {
    readModel.clock().set(live.at());
    resume();
  }

  private void resume() {
    engine = new ExchangeEngine(settings.engine(), tape, live.account().seed(), faults);
    readModel.begin(live, engine.quotes());
    journalledCursor = live.cursor();
    startTickTimer(settings.tick());
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onPlay(Play play) {
    readModel.clock().start();
    scheduleTick();
    return Effect().reply(play.replyTo, Done.getInstance());
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onPause(Pause pause) {
    readModel.clock().pause();
    return Effect().reply(pause.replyTo, Done.getInstance());
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onSubmit(Submit submit) {
    return answer(submit.replyTo, (run, now) -> engine.submit(run, submit.request, now));
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onReplace(Replace replace) {
    return answer(
        replace.replyTo, (run, now) -> engine.replace(run, replace.id, replace.request, now));
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onCancel(Cancel cancel) {
    return answer(cancel.replyTo, (run, now) -> engine.cancel(run, cancel.id, now));
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onCancelAll(CancelAll cancel) {
    Transaction transaction = new Transaction(live);
    Instant now = readModel.freezeTime();
    engine.advance(transaction, now);
    Map<String, ExchangeEngine.Outcome> outcomes = new TreeMap<>();
    for (String id : transaction.state().open().keySet()) {
      outcomes.put(id, engine.cancel(transaction, id, now));
    }
    return commit(transaction, cancel.replyTo, () -> outcomes);
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onTransfer(Transfer transfer) {
    return answer(transfer.replyTo, (run, now) -> engine.transfer(run, transfer.amount, now));
  }

  /** A decision of the engine on one request. */
  private interface Decision {
    ExchangeEngine.Outcome in(Transaction transaction, Instant now);
  }

  /**
   * A request that fails unexpectedly changes nothing: its transaction is dropped, and the next
   * request begins from the state before it.
   */
  private ReplyEffect<ExchangeEvent, ExchangeState> answer(
      ActorRef<ExchangeEngine.Outcome> replyTo, Decision decision) {
    Transaction transaction = new Transaction(live);
    try {
      ExchangeEngine.Outcome outcome = decision.in(transaction, readModel.freezeTime());
      return commit(transaction, replyTo, () -> outcome);
    } catch (RuntimeException e) {
      String id = RandomIds.secret(4);
      context.getLog().error("Request {} failed", id, e);
      readModel.update(live); // the visible time goes on
      return Effect().reply(replyTo, new ExchangeEngine.Outcome.Refused(ApiError.internal(id)));
    }
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onTick() {
    boolean standsStill = !readModel.clock().isRunning();
    if (standsStill) {
      return Effect().noReply();
    }
    Transaction transaction = new Transaction(live);
    engine.advance(transaction, readModel.freezeTime());
    if (!mustJournal(transaction)) {
      elapse(transaction);
      return Effect().noReply();
    }
    return Effect()
        .persist(transaction.events())
        .thenRun((ExchangeState next) -> committed(transaction, next))
        .thenNoReply();
  }

  private ReplyEffect<ExchangeEvent, ExchangeState> onClose(Close close) {
    if (engine == null) {
      return Effect().stop().thenReply(close.replyTo, state -> Done.getInstance());
    }
    timers.cancel(Tick.INSTANCE);
    Transaction transaction = new Transaction(live);
    engine.advance(transaction, readModel.freezeTime());
    return Effect()
        .persist(transaction.events())
        .thenRun((ExchangeState next) -> committed(transaction, next))
        .thenStop()
        .thenReply(close.replyTo, state -> Done.getInstance());
  }

  private <T> ReplyEffect<ExchangeEvent, ExchangeState> commit(
      Transaction transaction, ActorRef<T> replyTo, Supplier<T> answer) {
    if (!mustJournal(transaction)) {
      elapse(transaction);
      return Effect().reply(replyTo, answer.get());
    }
    return Effect()
        .persist(transaction.events())
        .thenRun((ExchangeState next) -> committed(transaction, next))
        .thenReply(replyTo, next -> answer.get());
  }

  /** Returns true when a transaction changes more than the time, or a checkpoint is due. */
  private boolean mustJournal(Transaction transaction) {
    boolean changed =
        transaction.events().stream().anyMatch(event -> !(event instanceof ExchangeEvent.Advanced));
    int cursor = transaction.state().cursor();
    boolean stale =
        System.nanoTime() - lastCommitNanos >= settings.checkpoint().toNanos()
            || cursor == tape.size();
    return changed || stale && cursor != journalledCursor;
  }

  private void elapse(Transaction transaction) {
    live = live.elapsed(transaction.state().cursor(), transaction.state().at());
    readModel.update(live);
    scheduleTick();
  }

  private void committed(Transaction transaction, ExchangeState next) {
    live = next;
    journalledCursor = next.cursor();
    lastCommitNanos = System.nanoTime();
    readModel.update(live);
    readModel.publish(transaction.steps());
    scheduleTick();
  }

  /**
   * Schedules the next tick, unless an earlier tick is due or a quiet exchange has ended its tape.
   */
  private void scheduleTick() {
    if (live.isQuiet() && readModel.ended().isDone()) {
      return;
    }
    Duration next = live.isQuiet() ? quietPause() : settings.tick();
    if (!timers.isTimerActive(Tick.INSTANCE) || next.compareTo(tickDelay) < 0) {
      startTickTimer(next);
    }
  }

  private void startTickTimer(Duration next) {
    tickDelay = next;
    timers.startSingleTimer(Tick.INSTANCE, next);
  }

  /** The wall time until the next checkpoint or the end of the tape, whichever is earlier. */
  private Duration quietPause() {
    Duration checkpoint = settings.checkpoint();
    Duration left = checkpoint.minusNanos(System.nanoTime() - lastCommitNanos);
    boolean overdue = left.isNegative() || left.isZero();
    // overdue, but no trade to journal: the next trade may wait for a whole checkpoint
    Duration due = overdue && live.cursor() == journalledCursor ? checkpoint : left;
    Duration end = readModel.clock().wallTimeUntil(tape.end());
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
      readModel.recovered(new Transaction.Step(event, next));
    }
    return next;
  }

  @Override
  public SignalHandler<ExchangeState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .onSignal(PostStop.instance(), state -> readModel.stopped())
        .build();
  }

  private void onRecovered(ExchangeState state) {
    recovering = false;
    boolean wasServing = readModel.hasBegun();
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

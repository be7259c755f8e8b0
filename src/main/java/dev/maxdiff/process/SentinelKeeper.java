package dev.maxdiff.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.process.os.OwnProcess;
import dev.maxdiff.process.os.SpawnRequest;
import dev.maxdiff.process.sentinel.Sentinel;
import java.time.Duration;

/**
 * Keeps one {@link Sentinel} process running: starts it, sends heartbeats and the living children,
 * restarts it after its death or silence, and ends it when all other processes are gone.
 */
final class SentinelKeeper extends AbstractBehavior<SentinelKeeper.Command> {

  sealed interface Command {}

  /**
   * Ends the sentinel after all other processes have ended; {@code replyTo} receives {@link
   * Dismissed} after the reap.
   */
  record Dismiss(ActorRef<Dismissed> replyTo) implements Command {}

  private record Launched(LaunchGate.Outcome outcome) implements Command {}

  private record Exited(OwnProcess process) implements Command {}

  private enum Beat implements Command {
    INSTANCE
  }

  private enum Restart implements Command {
    INSTANCE
  }

  private enum TrialOver implements Command {
    INSTANCE
  }

  /**
   * The first attempt to start the sentinel is finished; watchers may start, also when the attempt
   * failed.
   */
  record Ready() {}

  /** The sentinel has ended. */
  record Dismissed() {}

  static Behavior<Command> create(ProcessContext processContext, ActorRef<Ready> ready) {
    Behavior<Command> keeper =
        Behaviors.setup(
            context -> {
              context.setLoggerName(SentinelKeeper.class);
              return Behaviors.withTimers(
                  timers -> new SentinelKeeper(context, timers, processContext, ready));
            });
    return Behaviors.supervise(keeper)
        .onFailure(RuntimeException.class, SupervisorStrategy.restart());
  }

  /**
   * The shortest time between two starts of a sentinel. Watchers without a sentinel outlive a
   * killed runtime, so an ended sentinel is replaced; the interval limits the starts of a sentinel
   * that ends at once.
   */
  private static final Duration AT_MOST_ONE_IN = Duration.ofSeconds(1);

  private static final long START_FACTOR = 6;
  private static final int MOST_DOUBLINGS = 4;

  private final TimerScheduler<Command> timers;
  private final ProcessContext processContext;
  private final ActorRef<Ready> ready;
  private OwnProcess sentinel; // null = none
  private final long beatsToAnswer;
  private long unanswered; // beats since the last answer
  private boolean hasAnswered; // this sentinel
  private int silentStarts; // sentinels in a row that never answered
  private boolean launching;
  private ActorRef<Dismissed> dismissed;

  private SentinelKeeper(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ProcessContext processContext,
      ActorRef<Ready> ready) {
    super(context);
    this.timers = timers;
    this.processContext = processContext;
    this.ready = ready;
    ProcessSettings settings = processContext.settings();
    this.beatsToAnswer = settings.answerWithin().dividedBy(settings.heartbeat());
    launch();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Dismiss.class, this::onDismiss)
        .onMessage(Launched.class, this::onLaunched)
        .onMessage(Exited.class, this::onExited)
        .onMessage(Beat.class, beat -> onBeat())
        .onMessage(Restart.class, restart -> launch())
        .onMessage(TrialOver.class, over -> this)
        .onSignal(PreRestart.class, signal -> onPreRestart())
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  private Behavior<Command> launch() {
    launching = true;
    timers.startSingleTimer(TrialOver.INSTANCE, AT_MOST_ONE_IN);
    SpawnRequest request =
        new SpawnRequest(
            processContext.sentinel(),
            processContext.environment().ofSentinel(),
            processContext.sentinelLog(),
            true,
            processContext.sentinelDirectory());
    getContext()
        .pipeToSelf(
            processContext.gate().launchHelper(request),
            (outcome, failure) ->
                new Launched(
                    failure == null ? outcome : new LaunchGate.Failed(failure.getMessage())));
    return this;
  }

  private Behavior<Command> onLaunched(Launched launched) {
    launching = false;
    if (launched.outcome instanceof LaunchGate.Started started) {
      endSentinel(); // a sentinel that was requested before this actor failed and restarted
      OwnProcess process = started.process();
      sentinel = process;
      unanswered = 0;
      hasAnswered = false;
      processContext.sentinelFeed().attachSentinel(process);
      getContext().pipeToSelf(process.exited(), (nothing, failure) -> new Exited(process));
      // with a fixed rate, a runtime that was stopped would count several beats at once
      timers.startTimerWithFixedDelay(Beat.INSTANCE, processContext.settings().heartbeat());
      processContext.sentinelHealth().runs(process.identity().pid());
      if (dismissed != null) {
        endSentinel();
      }
    } else if (dismissed != null) {
      return gone();
    } else if (launched.outcome instanceof LaunchGate.Failed failed) {
      restartLater();
      getContext()
          .getLog()
          .error("No sentinel: watchers would outlive a killed runtime: {}", failed.reason());
    }
    ready.tell(new Ready());
    return this;
  }

  private Behavior<Command> onBeat() {
    if (sentinel.answers() > 0) {
      unanswered = 0;
      hasAnswered = true;
      silentStarts = 0;
    } else {
      unanswered++;
    }
    if (unanswered > patience()) {
      silentStarts += hasAnswered ? 0 : 1;
      return replaceSilent();
    }
    if (!sentinel.write(Sentinel.HEARTBEAT)) {
      getContext().getLog().debug("The sentinel's pipe is full");
    }
    processContext.sentinelFeed().sendPending();
    return this;
  }

  /**
   * Beats without an answer after which the sentinel counts as silent. Its first answer comes when
   * its JVM has started, which takes long beside hundreds of starting watchers: to kill it for that
   * would only start it once more, so each one that never answered gives the next one twice as
   * long.
   */
  private long patience() {
    return hasAnswered
        ? beatsToAnswer
        : beatsToAnswer * START_FACTOR << Math.min(silentStarts, MOST_DOUBLINGS);
  }

  /** A stopped process ends by SIGKILL; the next one does not wait for that. */
  private Behavior<Command> replaceSilent() {
    int pid = sentinel.identity().pid();
    endSentinel();
    timers.cancel(Beat.INSTANCE);
    sentinel = null;
    launch();
    processContext.sentinelHealth().silent(pid);
    return this;
  }

  private Behavior<Command> onExited(Exited exited) {
    ExitStatus status = exited.process.reap().status();
    if (exited.process != sentinel) {
      return this; // a sentinel from before this actor failed and restarted
    }
    timers.cancel(Beat.INSTANCE);
    sentinel = null;
    processContext.sentinelHealth().ended();
    if (dismissed != null) {
      return gone();
    }
    if (timers.isTimerActive(TrialOver.INSTANCE)) {
      restartLater();
    } else {
      launch();
    }
    getContext().getLog().warn("The sentinel ended ({}), starting another", status);
    return this;
  }

  private void restartLater() {
    timers.startSingleTimer(Restart.INSTANCE, AT_MOST_ONE_IN);
  }

  private Behavior<Command> onDismiss(Dismiss dismiss) {
    dismissed = dismiss.replyTo;
    if (sentinel == null && !launching) {
      return gone();
    }
    endSentinel();
    return this;
  }

  /**
   * Kills the sentinel without SIGTERM: it ignores SIGTERM, and no process is left for it to end.
   */
  private void endSentinel() {
    if (sentinel != null) {
      sentinel.signalGroup(OwnProcess.Signal.KILL);
    }
  }

  private Behavior<Command> gone() {
    dismissed.tell(new Dismissed());
    return Behaviors.stopped();
  }

  /**
   * Ends the sentinel before this actor restarts and starts another: without heartbeats it would
   * end every watcher.
   */
  private Behavior<Command> onPreRestart() {
    endSentinel();
    return this;
  }

  /**
   * Closes the pipe of a sentinel that was not dismissed: it ends remaining processes, then itself.
   */
  private Behavior<Command> onPostStop() {
    if (sentinel != null) {
      sentinel.closeInput();
      sentinel.exited().thenRun(sentinel::reap);
    }
    return this;
  }
}

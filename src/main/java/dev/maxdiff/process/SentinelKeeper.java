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
import java.time.Duration;

/**
 * Keeps one {@link Sentinel} process: starts it, lets it hear the heartbeat and of the children
 * that live, starts it again when it dies, and dismisses it when everything else is gone.
 */
final class SentinelKeeper extends AbstractBehavior<SentinelKeeper.Command> {

  sealed interface Command {}

  /**
   * Ends the sentinel, for everything else has ended; {@code replyTo} is told when it is reaped.
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

  /** The first attempt to start it has come back: watchers may be started. */
  record Ready() {}

  /** No sentinel is left. */
  record Dismissed() {}

  static Behavior<Command> create(ProcessTools tools, ActorRef<Ready> ready) {
    Behavior<Command> keeper =
        Behaviors.setup(
            context -> {
              context.setLoggerName(SentinelKeeper.class);
              return Behaviors.withTimers(
                  timers -> new SentinelKeeper(context, timers, tools, ready));
            });
    return Behaviors.supervise(keeper)
        .onFailure(RuntimeException.class, SupervisorStrategy.restart());
  }

  /**
   * Without a sentinel watchers would outlive a killed runtime; one that cannot live is no help.
   */
  private static final Duration AT_MOST_ONE_IN = Duration.ofSeconds(1);

  private final TimerScheduler<Command> timers;
  private final ProcessTools tools;
  private final ActorRef<Ready> ready;
  private OwnProcess sentinel; // null = none
  private boolean launching;
  private ActorRef<Dismissed> dismissed;

  private SentinelKeeper(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ProcessTools tools,
      ActorRef<Ready> ready) {
    super(context);
    this.timers = timers;
    this.tools = tools;
    this.ready = ready;
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
            tools.sentinel(), tools.environment().ofSentinel(), tools.sentinelLog(), true);
    getContext()
        .pipeToSelf(
            tools.gate().launchHelper(request),
            (outcome, failure) ->
                new Launched(
                    failure == null ? outcome : new LaunchGate.Failed(failure.getMessage())));
    return this;
  }

  private Behavior<Command> onLaunched(Launched launched) {
    launching = false;
    if (launched.outcome instanceof LaunchGate.Started started) {
      endSentinel(); // one that was asked for before a failure of this actor
      OwnProcess process = started.process();
      sentinel = process;
      tools.roster().tellTo(process);
      getContext().pipeToSelf(process.exited(), (nothing, failure) -> new Exited(process));
      timers.startTimerAtFixedRate(Beat.INSTANCE, tools.settings().heartbeat());
      if (dismissed != null) {
        endSentinel();
      }
    } else if (dismissed != null) {
      return gone();
    } else if (launched.outcome instanceof LaunchGate.Failed failed) {
      getContext()
          .getLog()
          .error("No sentinel: watchers would outlive a killed runtime: {}", failed.reason());
      restartLater();
    }
    ready.tell(new Ready());
    return this;
  }

  private Behavior<Command> onBeat() {
    if (!sentinel.write(Sentinel.HEARTBEAT)) {
      getContext().getLog().debug("The sentinel does not read");
    }
    tools.roster().tell();
    return this;
  }

  private Behavior<Command> onExited(Exited exited) {
    ExitStatus status = exited.process.bury().status();
    if (exited.process != sentinel) {
      return this; // one of before a failure of this actor
    }
    timers.cancel(Beat.INSTANCE);
    sentinel = null;
    if (dismissed != null) {
      return gone();
    }
    getContext().getLog().warn("The sentinel ended ({}), starting another", status);
    if (!timers.isTimerActive(TrialOver.INSTANCE)) {
      return launch();
    }
    restartLater();
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

  /** Nothing is left that it could be needed for, so it is not asked. */
  private void endSentinel() {
    if (sentinel != null) {
      sentinel.signalGroup(OwnProcess.Signal.KILL);
    }
  }

  private Behavior<Command> gone() {
    dismissed.tell(new Dismissed());
    return Behaviors.stopped();
  }

  /** The next one starts its own; this one would end every watcher for want of a heartbeat. */
  private Behavior<Command> onPreRestart() {
    endSentinel();
    return this;
  }

  /** Not dismissed: at the end of its input it looks for what may be left, and ends. */
  private Behavior<Command> onPostStop() {
    if (sentinel != null) {
      sentinel.closeInput();
      sentinel.exited().thenRun(sentinel::bury);
    }
    return this;
  }
}

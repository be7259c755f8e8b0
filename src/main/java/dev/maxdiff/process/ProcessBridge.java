package dev.maxdiff.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Owns one child from its launch until nothing of its process group is left, and tells the
 * registry.
 *
 * <p>SIGTERM to the group, SIGKILL after the grace, and {@link Stubborn} when that does not help
 * either. It decides nothing else. A bridge that is stopped from outside kills its child.
 */
final class ProcessBridge extends AbstractBehavior<ProcessBridge.Command> {

  sealed interface Command {}

  /** Ends the child, or drops the launch if it has not begun. */
  enum Terminate implements Command {
    INSTANCE
  }

  /** Ends the child without a grace. */
  enum Kill implements Command {
    INSTANCE
  }

  private record LaunchDone(LaunchGate.Outcome outcome) implements Command {}

  private enum LeaderExited implements Command {
    INSTANCE
  }

  private enum GraceElapsed implements Command {
    INSTANCE
  }

  private enum KillElapsed implements Command {
    INSTANCE
  }

  private enum LookAgain implements Command {
    INSTANCE
  }

  private record GroupSeen(List<Integer> survivors) implements Command {}

  /** What the registry is told: {@link Started} and one {@link Ended}, or {@link NotStarted}. */
  sealed interface Report {
    Launch launch();
  }

  record Started(Launch launch, ProcessIdentity process, Instant at) implements Report {}

  record NotStarted(Launch launch, LaunchGate.Outcome outcome) implements Report {}

  record Ended(Launch launch, ExitStatus status, boolean killed, Instant at) implements Report {}

  record Stubborn(Launch launch, int pid) implements Report {}

  /**
   * @param launching of the gate; a bridge that fails begins again with it, and so with the same
   *     process, which notices nothing
   */
  static Behavior<Command> create(
      Launch launch,
      CompletionStage<LaunchGate.Outcome> launching,
      ProcessTools tools,
      ActorRef<Report> registry) {
    Behavior<Command> bridge =
        Behaviors.setup(
            context -> {
              context.setLoggerName(ProcessBridge.class);
              return Behaviors.withTimers(
                  timers -> new ProcessBridge(context, timers, launch, launching, tools, registry));
            });
    return Behaviors.supervise(bridge)
        .onFailure(
            RuntimeException.class,
            SupervisorStrategy.restart().withLimit(MOST_RESTARTS, RESTARTS_WITHIN));
  }

  private static final int MOST_RESTARTS = 5;
  private static final Duration RESTARTS_WITHIN = Duration.ofSeconds(10);

  private static final Duration FIRST_LOOK = Duration.ofMillis(2);
  private static final Duration LAST_LOOK = Duration.ofMillis(100);

  private final TimerScheduler<Command> timers;
  private final Launch launch;
  private final ProcessTools tools;
  private final ActorRef<Report> registry;

  private final CompletionStage<LaunchGate.Outcome> launching;
  private OwnProcess process;
  private ExitStatus status;
  private boolean ending;
  private boolean hurried;
  private boolean killed;
  private List<Integer> survivors = List.of();
  private Duration nextLook = FIRST_LOOK;

  private ProcessBridge(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Launch launch,
      CompletionStage<LaunchGate.Outcome> launching,
      ProcessTools tools,
      ActorRef<Report> registry) {
    super(context);
    this.timers = timers;
    this.launch = launch;
    this.tools = tools;
    this.registry = registry;
    this.launching = launching;
    context.pipeToSelf(
        launching,
        (outcome, failure) ->
            new LaunchDone(
                failure == null ? outcome : new LaunchGate.Failed(failure.getMessage())));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Terminate.class, terminate -> onTerminate())
        .onMessage(Kill.class, kill -> onKill())
        .onMessage(LaunchDone.class, this::onLaunchDone)
        .onMessage(LeaderExited.class, exited -> onLeaderExited())
        .onMessage(GraceElapsed.class, elapsed -> onKill())
        .onMessage(KillElapsed.class, elapsed -> onKillElapsed())
        .onMessage(LookAgain.class, look -> onLookAgain())
        .onMessage(GroupSeen.class, this::onGroupSeen)
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  private Behavior<Command> onTerminate() {
    if (ending) {
      return this;
    }
    ending = true;
    if (process == null) {
      tools.gate().forget(launch);
    } else {
      requestEnd();
    }
    return this;
  }

  private void requestEnd() {
    process.signalGroup(OwnProcess.Signal.TERM);
    timers.startSingleTimer(GraceElapsed.INSTANCE, tools.settings().grace());
  }

  private Behavior<Command> onKill() {
    hurried = true;
    onTerminate();
    if (process != null && status == null && !killed) {
      killed = true;
      timers.cancel(GraceElapsed.INSTANCE);
      process.signalGroup(OwnProcess.Signal.KILL);
      timers.startSingleTimer(KillElapsed.INSTANCE, tools.settings().unkillableAfter());
    }
    return this;
  }

  private Behavior<Command> onLaunchDone(LaunchDone done) {
    if (process != null) {
      return this; // told to the one that failed, too
    }
    if (!(done.outcome instanceof LaunchGate.Started started)) {
      registry.tell(new NotStarted(launch, done.outcome));
      return Behaviors.stopped();
    }
    process = started.process();
    registry.tell(new Started(launch, process.identity(), tools.clock().instant()));
    getContext().pipeToSelf(process.exited(), (nothing, failure) -> LeaderExited.INSTANCE);
    if (hurried) {
      onKill();
    } else if (ending) {
      requestEnd();
    }
    return this;
  }

  private Behavior<Command> onLeaderExited() {
    if (status != null) {
      return this; // told to the one that failed, too
    }
    timers.cancel(GraceElapsed.INSTANCE);
    OwnProcess.Burial burial = process.bury();
    status = burial.status();
    if (burial.groupGone()) {
      return ended();
    }
    if (!timers.isTimerActive(KillElapsed.INSTANCE)) {
      timers.startSingleTimer(KillElapsed.INSTANCE, tools.settings().unkillableAfter());
    }
    return onLookAgain();
  }

  private Behavior<Command> onLookAgain() {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(process::survivors, tools.groups()),
            (seen, failure) ->
                new GroupSeen(failure == null ? seen : List.of(process.identity().pid())));
    return this;
  }

  private Behavior<Command> onGroupSeen(GroupSeen seen) {
    survivors = seen.survivors;
    if (survivors.isEmpty()) {
      return ended();
    }
    timers.startSingleTimer(LookAgain.INSTANCE, nextLook);
    Duration doubled = nextLook.multipliedBy(2);
    nextLook = doubled.compareTo(LAST_LOOK) > 0 ? LAST_LOOK : doubled;
    return this;
  }

  private Behavior<Command> onKillElapsed() {
    if (status != null && survivors.isEmpty()) {
      // Nobody has looked yet: a machine that is busy is no process that cannot be killed.
      timers.startSingleTimer(KillElapsed.INSTANCE, tools.settings().unkillableAfter());
      return this;
    }
    int pid = status == null ? process.identity().pid() : survivors.get(0);
    getContext().getLog().error("{}: process {} outlives SIGKILL", launch.slot(), pid);
    registry.tell(new Stubborn(launch, pid));
    return this;
  }

  private Behavior<Command> ended() {
    registry.tell(new Ended(launch, status, killed, tools.clock().instant()));
    return Behaviors.stopped();
  }

  private Behavior<Command> onPostStop() {
    if (status == null) {
      tools.gate().forget(launch);
      launching.thenAccept(this::abandon);
    } else {
      tools.roster().ended(process.identity());
    }
    return this;
  }

  private void abandon(LaunchGate.Outcome outcome) {
    if (outcome instanceof LaunchGate.Started started) {
      OwnProcess abandoned = started.process();
      abandoned.signalGroup(OwnProcess.Signal.KILL);
      abandoned.exited().thenRun(abandoned::bury);
      abandoned.exited().thenRun(() -> tools.roster().ended(abandoned.identity()));
    }
  }
}

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
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.process.os.OwnProcess;
import dev.maxdiff.process.os.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Owns one child from its launch until its process group is empty, and reports to the registry.
 *
 * <p>It sends SIGTERM to the group, SIGKILL after the grace, and {@link SurvivedKill} when the
 * group survives SIGKILL. It makes no other decision. A bridge that is stopped by its parent kills
 * its child.
 */
final class ProcessBridge extends AbstractBehavior<ProcessBridge.Command> {

  sealed interface Command {}

  /** Ends the child, or cancels a launch that has not begun. */
  enum Terminate implements Command {
    INSTANCE
  }

  /** Ends the child without the grace. */
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

  private enum CheckGroup implements Command {
    INSTANCE
  }

  private record GroupChecked(List<Integer> survivors) implements Command {}

  /** Reports to the registry: {@link Started} and one {@link Ended}, or {@link NotStarted}. */
  sealed interface Report {
    Launch launch();
  }

  record Started(Launch launch, ProcessIdentity process, Instant at) implements Report {}

  record NotStarted(Launch launch, LaunchGate.Outcome outcome) implements Report {}

  record Ended(Launch launch, ExitStatus status, boolean killed, Instant at) implements Report {}

  record SurvivedKill(Launch launch, int pid) implements Report {}

  /**
   * @param launching the gate's launch; a bridge that restarts after a failure continues with the
   *     same launch and process
   */
  static Behavior<Command> create(
      Launch launch,
      CompletionStage<LaunchGate.Outcome> launching,
      ProcessContext processContext,
      ActorRef<Report> registry) {
    Behavior<Command> bridge =
        Behaviors.setup(
            context -> {
              context.setLoggerName(ProcessBridge.class);
              return Behaviors.withTimers(
                  timers ->
                      new ProcessBridge(
                          context, timers, launch, launching, processContext, registry));
            });
    return Behaviors.supervise(bridge)
        .onFailure(
            RuntimeException.class,
            SupervisorStrategy.restart().withLimit(MOST_RESTARTS, RESTARTS_WITHIN));
  }

  private static final int MOST_RESTARTS = 5;
  private static final Duration RESTARTS_WITHIN = Duration.ofSeconds(10);

  private static final Duration FIRST_CHECK = Duration.ofMillis(2);
  private static final Duration LONGEST_CHECK = Duration.ofMillis(100);

  private final TimerScheduler<Command> timers;
  private final Launch launch;
  private final ProcessContext processContext;
  private final ActorRef<Report> registry;

  private final CompletionStage<LaunchGate.Outcome> launching;
  private OwnProcess process;
  private ExitStatus status;
  private boolean ending;
  private boolean hurried;
  private boolean killed;
  private List<Integer> survivors = List.of();
  private Duration nextCheck = FIRST_CHECK;

  private ProcessBridge(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Launch launch,
      CompletionStage<LaunchGate.Outcome> launching,
      ProcessContext processContext,
      ActorRef<Report> registry) {
    super(context);
    this.timers = timers;
    this.launch = launch;
    this.processContext = processContext;
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
        .onMessage(CheckGroup.class, check -> onCheckGroup())
        .onMessage(GroupChecked.class, this::onGroupChecked)
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  private Behavior<Command> onTerminate() {
    if (ending) {
      return this;
    }
    ending = true;
    if (process == null) {
      processContext.gate().cancel(launch);
    } else {
      requestEnd();
    }
    return this;
  }

  private void requestEnd() {
    process.signalGroup(OwnProcess.Signal.TERM);
    timers.startSingleTimer(GraceElapsed.INSTANCE, processContext.settings().grace());
  }

  private Behavior<Command> onKill() {
    hurried = true;
    onTerminate();
    if (process != null && status == null && !killed) {
      killed = true;
      timers.cancel(GraceElapsed.INSTANCE);
      process.signalGroup(OwnProcess.Signal.KILL);
      timers.startSingleTimer(KillElapsed.INSTANCE, processContext.settings().unkillableAfter());
    }
    return this;
  }

  private Behavior<Command> onLaunchDone(LaunchDone done) {
    if (process != null) {
      return this; // duplicate: this bridge restarted after a failure, and both instances await the
      // future
    }
    if (!(done.outcome instanceof LaunchGate.Started started)) {
      registry.tell(new NotStarted(launch, done.outcome));
      return Behaviors.stopped();
    }
    process = started.process();
    registry.tell(new Started(launch, process.identity(), processContext.clock().instant()));
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
      return this; // duplicate: this bridge restarted after a failure, and both instances await the
      // future
    }
    timers.cancel(GraceElapsed.INSTANCE);
    OwnProcess.ReapResult result = process.reap();
    status = result.status();
    if (result.groupGone()) {
      return ended();
    }
    if (!timers.isTimerActive(KillElapsed.INSTANCE)) {
      timers.startSingleTimer(KillElapsed.INSTANCE, processContext.settings().unkillableAfter());
    }
    return onCheckGroup();
  }

  private Behavior<Command> onCheckGroup() {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(process::survivors, processContext.groups()),
            (seen, failure) ->
                new GroupChecked(failure == null ? seen : List.of(process.identity().pid())));
    return this;
  }

  private Behavior<Command> onGroupChecked(GroupChecked seen) {
    survivors = seen.survivors;
    if (survivors.isEmpty()) {
      return ended();
    }
    timers.startSingleTimer(CheckGroup.INSTANCE, nextCheck);
    Duration doubled = nextCheck.multipliedBy(2);
    nextCheck = doubled.compareTo(LONGEST_CHECK) > 0 ? LONGEST_CHECK : doubled;
    return this;
  }

  private Behavior<Command> onKillElapsed() {
    if (status != null && survivors.isEmpty()) {
      // No group check has returned: a slow machine does not make the process unkillable.
      timers.startSingleTimer(KillElapsed.INSTANCE, processContext.settings().unkillableAfter());
      return this;
    }
    int pid = status == null ? process.identity().pid() : survivors.get(0);
    getContext().getLog().error("{}: process {} outlives SIGKILL", launch.slot(), pid);
    registry.tell(new SurvivedKill(launch, pid));
    return this;
  }

  private Behavior<Command> ended() {
    registry.tell(new Ended(launch, status, killed, processContext.clock().instant()));
    return Behaviors.stopped();
  }

  private Behavior<Command> onPostStop() {
    if (status == null) {
      processContext.gate().cancel(launch);
      launching.thenAccept(this::abandon);
    } else {
      processContext.sentinelFeed().ended(process.identity());
    }
    return this;
  }

  private void abandon(LaunchGate.Outcome outcome) {
    if (outcome instanceof LaunchGate.Started started) {
      OwnProcess abandoned = started.process();
      abandoned.signalGroup(OwnProcess.Signal.KILL);
      abandoned.exited().thenRun(abandoned::reap);
      abandoned.exited().thenRun(() -> processContext.sentinelFeed().ended(abandoned.identity()));
    }
  }
}

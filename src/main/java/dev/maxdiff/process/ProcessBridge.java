package dev.maxdiff.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
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
 * <p>States: launching, running, and draining, in which the leader is reaped and the rest of its
 * process group is not yet gone. {@link TermThenKill} sends the signals. The bridge makes no other
 * decision. A bridge that is stopped by its parent kills its child.
 *
 * <p>A bridge restarts after an exception and continues with the same launch and process. Messages
 * for the instance before the restart may arrive twice: a state ignores messages it does not list.
 */
final class ProcessBridge {

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

  /** Timer of {@link TermThenKill}. */
  enum GraceElapsed implements Command {
    INSTANCE
  }

  /** Timer of {@link TermThenKill}. */
  enum KillElapsed implements Command {
    INSTANCE
  }

  /** Timer: processes that must end are looked at again. */
  enum CheckGroup implements Command {
    INSTANCE
  }

  record GroupChecked(List<Integer> survivors) implements Command {}

  /** Reports to the registry: {@link Started} and one {@link Ended}, or {@link NotStarted}. */
  sealed interface Report {
    Launch launch();
  }

  record Started(Launch launch, ProcessIdentity process, Instant at) implements Report {}

  record NotStarted(Launch launch, LaunchGate.Outcome outcome) implements Report {}

  record Ended(Launch launch, ExitStatus status, boolean killed, Instant at) implements Report {}

  record SurvivedKill(Launch launch, int pid) implements Report {}

  /**
   * The launch failed, and a process of it may live; {@link NotStarted} follows when none does.
   *
   * @param pid of the process; 0 = unknown
   */
  record Doubted(Launch launch, int pid) implements Report {}

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
                              context, timers, launch, launching, processContext, registry)
                          .launching(Requested.NOTHING));
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

  /** The end that was requested during the launch; a later constant is more urgent. */
  private enum Requested {
    NOTHING,
    TERMINATE,
    KILL
  }

  /** A leader whose exit status is known. */
  private record Reaped(OwnProcess leader, ExitStatus status, TermThenKill end) {}

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final Launch launch;
  private final CompletionStage<LaunchGate.Outcome> launching;
  private final ProcessContext processContext;
  private final ActorRef<Report> registry;

  private ProcessBridge(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Launch launch,
      CompletionStage<LaunchGate.Outcome> launching,
      ProcessContext processContext,
      ActorRef<Report> registry) {
    this.context = context;
    this.timers = timers;
    this.launch = launch;
    this.launching = launching;
    this.processContext = processContext;
    this.registry = registry;
    context.pipeToSelf(
        launching,
        (outcome, failure) ->
            new LaunchDone(
                failure == null ? outcome : processContext.gate().inDoubt(launch, failure)));
  }

  /** The launch has not completed. */
  private Behavior<Command> launching(Requested requested) {
    return state(
        Behaviors.receive(Command.class)
            .onMessageEquals(Terminate.INSTANCE, () -> cancelLaunch(requested, Requested.TERMINATE))
            .onMessageEquals(Kill.INSTANCE, () -> cancelLaunch(requested, Requested.KILL))
            .onMessage(LaunchDone.class, done -> onLaunchDone(done, requested)),
        this::abandonChild);
  }

  /** Cancels a launch that has not begun; a launch that has begun ends the child afterwards. */
  private Behavior<Command> cancelLaunch(Requested before, Requested now) {
    processContext.gate().cancel(launch);
    return launching(now.compareTo(before) > 0 ? now : before);
  }

  private Behavior<Command> onLaunchDone(LaunchDone done, Requested requested) {
    if (done.outcome instanceof LaunchGate.InDoubt doubt) {
      registry.tell(new Doubted(launch, doubt.pid()));
      return new DoubtfulLaunch(context, timers, processContext, doubt).end(this::notStarted);
    }
    if (!(done.outcome instanceof LaunchGate.Started started)) {
      return notStarted(done.outcome);
    }
    OwnProcess process = started.process();
    TermThenKill end = new TermThenKill(process, timers, processContext.settings());
    registry.tell(new Started(launch, process.identity(), processContext.clock().instant()));
    context.pipeToSelf(process.exited(), (nothing, failure) -> LeaderExited.INSTANCE);
    switch (requested) {
      case KILL -> end.kill();
      case TERMINATE -> end.terminate();
      case NOTHING -> {}
    }
    return running(process, end);
  }

  private Behavior<Command> notStarted(LaunchGate.Outcome outcome) {
    registry.tell(new NotStarted(launch, outcome));
    return Behaviors.stopped();
  }

  /** The child has started; its leader has not exited. */
  private Behavior<Command> running(OwnProcess process, TermThenKill end) {
    return state(
        Behaviors.receive(Command.class)
            .onMessageEquals(Terminate.INSTANCE, () -> onTerminate(end))
            .onMessageEquals(Kill.INSTANCE, () -> onKill(end))
            .onMessageEquals(GraceElapsed.INSTANCE, () -> onKill(end))
            .onMessageEquals(KillElapsed.INSTANCE, () -> survivedKill(process.identity().pid()))
            .onMessageEquals(LeaderExited.INSTANCE, () -> onLeaderExited(process, end)),
        this::abandonChild);
  }

  private Behavior<Command> onTerminate(TermThenKill end) {
    end.terminate();
    return Behaviors.same();
  }

  private Behavior<Command> onKill(TermThenKill end) {
    end.kill();
    return Behaviors.same();
  }

  private Behavior<Command> onLeaderExited(OwnProcess process, TermThenKill end) {
    OwnProcess.ReapResult result = process.reap();
    end.leaderReaped();
    if (result.groupGone()) {
      context.getSelf().tell(new GroupChecked(List.of()));
    } else {
      checkGroup(process);
    }
    return draining(new Reaped(process, result.status(), end), List.of(), FIRST_CHECK);
  }

  /**
   * The leader is reaped, and SIGKILL was sent to the rest of its group.
   *
   * @param survivors the members of the group at the last check; empty before the first check
   */
  private Behavior<Command> draining(Reaped reaped, List<Integer> survivors, Duration nextCheck) {
    return state(
        Behaviors.receive(Command.class)
            .onMessageEquals(CheckGroup.INSTANCE, () -> checkGroup(reaped.leader))
            .onMessage(GroupChecked.class, seen -> onGroupChecked(seen, reaped, nextCheck))
            .onMessageEquals(KillElapsed.INSTANCE, () -> onKillElapsed(reaped, survivors)),
        () -> processContext.sentinelFeed().ended(reaped.leader.identity()));
  }

  private Behavior<Command> checkGroup(OwnProcess leader) {
    context.pipeToSelf(
        CompletableFuture.supplyAsync(leader::survivors, processContext.groups()),
        (seen, failure) ->
            new GroupChecked(failure == null ? seen : List.of(leader.identity().pid())));
    return Behaviors.same();
  }

  private Behavior<Command> onGroupChecked(GroupChecked seen, Reaped reaped, Duration nextCheck) {
    if (seen.survivors.isEmpty()) {
      return ended(reaped);
    }
    timers.startSingleTimer(CheckGroup.INSTANCE, nextCheck);
    Duration doubled = nextCheck.multipliedBy(2);
    return draining(
        reaped, seen.survivors, doubled.compareTo(LONGEST_CHECK) > 0 ? LONGEST_CHECK : doubled);
  }

  private Behavior<Command> onKillElapsed(Reaped reaped, List<Integer> survivors) {
    if (survivors.isEmpty()) {
      // No group check has returned: a slow machine does not make the process unkillable.
      reaped.end.awaitKill();
      return Behaviors.same();
    }
    return survivedKill(survivors.get(0));
  }

  private Behavior<Command> survivedKill(int pid) {
    context.getLog().error("{}: process {} outlives SIGKILL", launch.slot(), pid);
    registry.tell(new SurvivedKill(launch, pid));
    return Behaviors.same();
  }

  private Behavior<Command> ended(Reaped reaped) {
    registry.tell(
        new Ended(launch, reaped.status, reaped.end.killed(), processContext.clock().instant()));
    return Behaviors.stopped();
  }

  private void abandonChild() {
    processContext.gate().cancel(launch);
    launching.thenAccept(this::abandon);
  }

  private void abandon(LaunchGate.Outcome outcome) {
    if (outcome instanceof LaunchGate.Started started) {
      OwnProcess child = started.process();
      child.signalGroup(OwnProcess.Signal.KILL);
      child.exited().thenRun(child::reap);
      child.exited().thenRun(() -> processContext.sentinelFeed().ended(child.identity()));
    }
  }

  /**
   * Completes a state: it ignores all other messages, and {@code stop} runs when it is the last.
   */
  private static Behavior<Command> state(BehaviorBuilder<Command> handlers, Runnable stop) {
    return handlers
        .onAnyMessage(other -> Behaviors.same())
        .onSignal(
            PostStop.class,
            signal -> {
              stop.run();
              return Behaviors.same();
            })
        .build();
  }
}

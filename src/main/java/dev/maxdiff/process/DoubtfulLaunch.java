package dev.maxdiff.process;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.maxdiff.process.ProcessBridge.CheckGroup;
import dev.maxdiff.process.ProcessBridge.Command;
import dev.maxdiff.process.ProcessBridge.GroupChecked;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The state of a {@link ProcessBridge} whose launch failed and may have left a process: it tries to
 * end the process until none lives. The slot stays occupied for that time (promise P1).
 */
final class DoubtfulLaunch {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final ProcessContext processContext;
  private final LaunchGate.InDoubt doubt;

  DoubtfulLaunch(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ProcessContext processContext,
      LaunchGate.InDoubt doubt) {
    this.context = context;
    this.timers = timers;
    this.processContext = processContext;
    this.doubt = doubt;
  }

  /**
   * @param ended the bridge's next state, when no process of the launch lives
   */
  Behavior<Command> end(Function<LaunchGate.Outcome, Behavior<Command>> ended) {
    tryAgain();
    return Behaviors.receive(Command.class)
        .onMessageEquals(CheckGroup.INSTANCE, this::tryAgain)
        .onMessage(GroupChecked.class, checked -> onChecked(checked, ended))
        .onAnyMessage(other -> Behaviors.same())
        .build();
  }

  private Behavior<Command> tryAgain() {
    context.pipeToSelf(
        CompletableFuture.supplyAsync(doubt.end()::getAsBoolean, processContext.scans()),
        (gone, failure) ->
            new GroupChecked(failure == null && gone ? List.of() : List.of(doubt.pid())));
    return Behaviors.same();
  }

  private Behavior<Command> onChecked(
      GroupChecked checked, Function<LaunchGate.Outcome, Behavior<Command>> ended) {
    if (checked.survivors().isEmpty()) {
      return ended.apply(new LaunchGate.Failed(doubt.reason()));
    }
    timers.startSingleTimer(CheckGroup.INSTANCE, PAUSE);
    return Behaviors.same();
  }
}

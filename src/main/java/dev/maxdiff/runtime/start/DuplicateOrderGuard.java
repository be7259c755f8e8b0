package dev.maxdiff.runtime.start;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Looks again and again for two open orders of one key and slot (DESIGN 5), one look at a time.
 *
 * <p>The gateway makes none; a crash of the broker's or a hand in its web page could.
 */
final class DuplicateOrderGuard extends AbstractBehavior<DuplicateOrderGuard.Command> {

  sealed interface Command {}

  private enum Look implements Command {
    INSTANCE
  }

  private record Looked(Throwable failure) implements Command {}

  /**
   * @param round looks once and cancels what is one too many
   */
  static Behavior<Command> create(Duration interval, Supplier<CompletionStage<?>> round) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(DuplicateOrderGuard.class);
          return Behaviors.withTimers(
              timers -> new DuplicateOrderGuard(context, timers, interval, round));
        });
  }

  private final TimerScheduler<Command> timers;
  private final Duration interval;
  private final Supplier<CompletionStage<?>> round;
  private boolean isBlind;

  private DuplicateOrderGuard(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Duration interval,
      Supplier<CompletionStage<?>> round) {
    super(context);
    this.timers = timers;
    this.interval = interval;
    this.round = round;
    timers.startSingleTimer(Look.INSTANCE, interval);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Look.class, look -> onLook())
        .onMessage(Looked.class, this::onLooked)
        .build();
  }

  private Behavior<Command> onLook() {
    getContext().pipeToSelf(round.get(), (answer, failure) -> new Looked(failure));
    return this;
  }

  private Behavior<Command> onLooked(Looked looked) {
    if (looked.failure != null && !isBlind) {
      getContext().getLog().warn("Could not look for duplicates: {}", looked.failure.getMessage());
    }
    isBlind = looked.failure != null;
    timers.startSingleTimer(Look.INSTANCE, interval);
    return this;
  }
}

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
 * Searches periodically for several open orders of one slot (DESIGN 5), one search at a time.
 *
 * <p>The gateway itself never sends a second order. A crash of the broker or its web page can leave
 * one.
 */
final class DuplicateOrderGuard extends AbstractBehavior<DuplicateOrderGuard.Command> {

  sealed interface Command {}

  private enum Search implements Command {
    INSTANCE
  }

  private record SearchEnded(Throwable failure) implements Command {}

  /**
   * @param round searches once and cancels the older orders
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
  private boolean failing;

  private DuplicateOrderGuard(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Duration interval,
      Supplier<CompletionStage<?>> round) {
    super(context);
    this.timers = timers;
    this.interval = interval;
    this.round = round;
    timers.startSingleTimer(Search.INSTANCE, interval);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Search.class, search -> onSearch())
        .onMessage(SearchEnded.class, this::onSearchEnded)
        .build();
  }

  private Behavior<Command> onSearch() {
    getContext().pipeToSelf(round.get(), (answer, failure) -> new SearchEnded(failure));
    return this;
  }

  private Behavior<Command> onSearchEnded(SearchEnded ended) {
    if (ended.failure != null && !failing) {
      getContext()
          .getLog()
          .warn("The search for duplicate orders failed: {}", ended.failure.getMessage());
    }
    failing = ended.failure != null;
    timers.startSingleTimer(Search.INSTANCE, interval);
    return this;
  }
}

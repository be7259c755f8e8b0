package dev.maxdiff.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.concurrent.CompletableFuture;

/**
 * The user guardian of an actor system: the parent of every top-level actor.
 *
 * <p>It refuses the name of a living child. It watches no child: a child that stops or fails
 * changes nothing for the guardian and the other children.
 */
final class Guardian extends AbstractBehavior<Guardian.Command> {

  sealed interface Command {}

  /**
   * Answers with the child, or with the exception that refuses it. A request whose answer is no
   * longer awaited spawns nothing: its child would live beside the one of the repeated request.
   */
  record Spawn<T>(Behavior<T> behavior, String name, CompletableFuture<ActorRef<T>> spawned)
      implements Command {

    private void in(ActorContext<Command> context) {
      if (spawned.isDone()) {
        return;
      }
      try {
        ActorRef<T> child = context.spawn(behavior, name);
        if (!spawned.complete(child)) {
          context.stop(child);
        }
      } catch (RuntimeException e) {
        spawned.completeExceptionally(e);
      }
    }
  }

  /**
   * @param ended completes when the guardian has stopped
   */
  static Behavior<Command> create(CompletableFuture<Void> ended) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(Guardian.class);
          return new Guardian(context, ended);
        });
  }

  private final CompletableFuture<Void> ended;

  private Guardian(ActorContext<Command> context, CompletableFuture<Void> ended) {
    super(context);
    this.ended = ended;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Spawn.class, this::onSpawn)
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  private Behavior<Command> onSpawn(Spawn<?> command) {
    command.in(getContext());
    return this;
  }

  private Behavior<Command> onPostStop() {
    ended.complete(null);
    return this;
  }
}

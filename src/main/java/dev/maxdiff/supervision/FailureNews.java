package dev.maxdiff.supervision;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.JournalProtocol;
import dev.maxdiff.state.RootCause;
import java.util.function.BiConsumer;

/**
 * Lets an actor fail as it would, and tells somebody why: a restarted one does not know. Akka has a
 * signal for a recovery that fails, but none for a persist, so the journal's answer is read on its
 * way.
 */
final class FailureNews extends BehaviorInterceptor<Object, Object> {

  private final BiConsumer<Object, String> listener;

  private FailureNews(BiConsumer<Object, String> listener) {
    super(Object.class); // also what Akka sends it, such as the journal's answers
    this.listener = listener;
  }

  /**
   * @param listener is given the message during which it failed, and why; on the actor's thread
   */
  static <T> Behavior<T> of(Behavior<T> behavior, BiConsumer<Object, String> listener) {
    return Behaviors.intercept(() -> new FailureNews(listener), behavior.<Object>unsafeCast())
        .unsafeCast();
  }

  /** In the words of the innermost cause. */
  static String ofJournal(Throwable failure) {
    return "the journal failed: " + RootCause.words(failure);
  }

  @Override
  public Behavior<Object> aroundReceive(
      TypedActorContext<Object> context, Object message, ReceiveTarget<Object> target) {
    if (message instanceof JournalProtocol.WriteMessageFailure failure) {
      listener.accept(message, ofJournal(failure.cause()));
      return target.apply(context, message);
    }
    try {
      return target.apply(context, message);
    } catch (RuntimeException e) {
      listener.accept(message, e.toString());
      throw e;
    }
  }
}

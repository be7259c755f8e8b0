package dev.maxdiff.supervision;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.JournalProtocol;
import dev.maxdiff.state.RootCause;
import java.util.function.BiConsumer;

/**
 * Reports the failure of an actor to a listener and leaves the failure to the actor's supervision:
 * a restarted actor does not know the cause. Akka signals a failed recovery, but no failed persist,
 * so the interceptor reads the journal's answer.
 */
final class FailureInterceptor extends BehaviorInterceptor<Object, Object> {

  private final BiConsumer<Object, String> listener;

  private FailureInterceptor(BiConsumer<Object, String> listener) {
    super(Object.class); // includes messages of Akka, such as the journal's answers
    this.listener = listener;
  }

  /**
   * Wraps a behavior.
   *
   * @param listener receives the message whose handling failed and the reason, on the actor's
   *     thread
   */
  static <T> Behavior<T> of(Behavior<T> behavior, BiConsumer<Object, String> listener) {
    return Behaviors.intercept(
            () -> new FailureInterceptor(listener), behavior.<Object>unsafeCast())
        .unsafeCast();
  }

  /** Returns the reason in the words of the innermost cause. */
  static String ofJournal(Throwable failure) {
    return "the journal failed: " + RootCause.message(failure);
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

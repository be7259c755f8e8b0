package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import java.util.Collection;

/** The desk's journal as a task sees it, from the task's own thread. */
interface IntentJournal {

  /** The symbol's intents of which the outcome was not known when the task began. */
  Collection<Intent> unresolved();

  /**
   * Gives the intent its number and name, and returns when it is durable.
   *
   * @param seen the highest number that the broker has shown for the slot
   * @throws JournalException when it could not be made durable: nothing may be sent
   */
  Intent write(Intent intent, long seen);

  /** Notes that the broker has it; the next task already knows. */
  void accepted(Intent intent, Order order);

  /** Notes what else became of it; the next task already knows. */
  void resolve(Intent intent, IntentOutcome outcome);

  /** False once another incarnation of the desk has taken over: nothing may be sent any more. */
  boolean isAlive();

  /** The journal did not answer. */
  final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

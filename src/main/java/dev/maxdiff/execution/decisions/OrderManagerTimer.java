package dev.maxdiff.execution.decisions;

/** Names a timer of an order manager; a timer that starts again replaces the one of its name. */
public sealed interface OrderManagerTimer {

  /** The pause of a running task is over. */
  record Pause(long task) implements OrderManagerTimer {}

  /** The next lookup of an unresolved intent is due. */
  record NextLookup(String clientOrderId) implements OrderManagerTimer {}

  /** From now on, an order that the broker does not know counts as absent. */
  record Absence(String clientOrderId) implements OrderManagerTimer {}

  /** The next cancel of unwanted orders is due. */
  record CancelAgain() implements OrderManagerTimer {}

  /** Denials that have not been repeated have ended. */
  record QuietDenials() implements OrderManagerTimer {}

  /** The next observation is due. */
  record NextObservation() implements OrderManagerTimer {}
}

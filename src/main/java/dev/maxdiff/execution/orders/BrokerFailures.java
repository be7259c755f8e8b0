package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Reads the failure of a stage of the broker. */
final class BrokerFailures {

  private BrokerFailures() {}

  /** Returns the broker's exception; empty for a defect. */
  static Optional<BrokerException> find(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof BrokerException e ? Optional.of(e) : Optional.empty();
  }

  /** Returns the broker's exception; after a defect the outcome of the request is unknown. */
  static BrokerException of(Throwable failure) {
    return find(failure)
        .orElseGet(
            () -> new BrokerException(Failure.UNRESOLVED, 0, 0, "defect: " + failure, failure));
  }
}

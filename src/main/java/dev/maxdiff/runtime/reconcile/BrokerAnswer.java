package dev.maxdiff.runtime.reconcile;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;

/** The broker's answer to the first request of a start. */
public sealed interface BrokerAnswer {

  /** The runtime may trade {@code account}. */
  record Admitted(Account account) implements BrokerAnswer {}

  /**
   * The broker gives no answer, but the directory names the account: the start continues for the
   * exits.
   */
  record Down(BrokerException cause) implements BrokerAnswer {}
}

package dev.maxdiff.runtime.reconcile;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;

/** The broker's answer to the first request of a start. */
public sealed interface BrokerAnswer {

  /** The runtime may trade {@code account}. */
  record Admitted(Account account) implements BrokerAnswer {}

  /** The broker gives no answer; the directory names the account, so that exits may go on. */
  record Down(BrokerException cause) implements BrokerAnswer {}
}

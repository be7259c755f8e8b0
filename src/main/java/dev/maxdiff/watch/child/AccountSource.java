package dev.maxdiff.watch.child;

/** The source of a watcher's account data. */
interface AccountSource {

  /**
   * Returns the account data for one poll; may block for a request.
   *
   * @throws dev.maxdiff.broker.BrokerException when data cannot be read
   */
  AccountView read();
}

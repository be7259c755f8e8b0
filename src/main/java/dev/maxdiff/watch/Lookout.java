package dev.maxdiff.watch;

/** The source of a watcher's account data. */
interface Lookout {

  /**
   * Returns the account data for one poll; may block for a request.
   *
   * @throws dev.maxdiff.broker.BrokerException when data cannot be read
   */
  Look look();
}

package dev.maxdiff.watch;

/** Where a watcher looks at its account. */
interface Lookout {

  /**
   * For one poll.
   *
   * @throws dev.maxdiff.broker.BrokerException when something could not be read
   */
  Look look();
}

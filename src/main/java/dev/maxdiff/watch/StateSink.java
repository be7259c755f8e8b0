package dev.maxdiff.watch;

/** Where a watcher's state goes. */
interface StateSink {

  /**
   * @return false when it did not arrive and should be sent again
   */
  boolean write(String json);
}

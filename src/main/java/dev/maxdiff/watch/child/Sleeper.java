package dev.maxdiff.watch.child;

import java.time.Duration;

/** The pause between two polls. */
interface Sleeper {

  /**
   * Blocks for {@code pause}, or for less when there is a reason to poll sooner.
   *
   * @throws InterruptedException when the calling thread is interrupted
   */
  void sleep(Duration pause) throws InterruptedException;
}

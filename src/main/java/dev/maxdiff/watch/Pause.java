package dev.maxdiff.watch;

import java.time.Duration;

/** The pause between two polls. */
interface Pause {

  /**
   * Blocks for {@code pause}, or for less when there is a reason to poll sooner.
   *
   * @throws InterruptedException when the calling thread is interrupted
   */
  void take(Duration pause) throws InterruptedException;
}

package dev.maxdiff.watch;

import java.time.Duration;

/** How a watcher spends the time between two polls. */
interface Pause {

  /** Returns when it is over, or when there is a reason to poll sooner. */
  void take(Duration pause) throws InterruptedException;
}

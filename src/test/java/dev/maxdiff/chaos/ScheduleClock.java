package dev.maxdiff.chaos;

import java.time.Duration;

/**
 * The clock of the schedule and the gate of the clients. The clock runs and the gate is open only
 * while the runtime accepts requests. A slow machine therefore completes less of a schedule, in the
 * same order.
 */
final class ScheduleClock {

  private final long deadline;
  private long passedNanos;
  private long openedAt;
  private boolean open;
  private int inside;

  /**
   * @param length wall-clock time until the schedule ends, down times included
   */
  ScheduleClock(Duration length) {
    this.deadline = System.nanoTime() + length.toNanos();
  }

  /** Waits until the clock shows {@code at}; returns false if the run ends before. */
  synchronized boolean await(Duration at) throws InterruptedException {
    while (!open || passed() < at.toNanos()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      long missing = open ? Math.min(left, at.toNanos() - passed()) : left;
      wait(missing / 1_000_000, (int) (missing % 1_000_000));
    }
    return System.nanoTime() - deadline < 0;
  }

  /** Does the same as {@link #await}; {@link #pause} then waits for {@link #leave}. */
  synchronized boolean enter(Duration at) throws InterruptedException {
    boolean goesOn = await(at);
    inside += goesOn ? 1 : 0;
    return goesOn;
  }

  synchronized void leave() {
    inside--;
    notifyAll();
  }

  synchronized void resume() {
    if (!open) {
      open = true;
      openedAt = System.nanoTime();
      notifyAll();
    }
  }

  /** Stops the clock and admits no client; returns when every client has left. */
  synchronized void pause() throws InterruptedException {
    passedNanos = passed();
    open = false;
    while (inside > 0) {
      wait();
    }
  }

  private long passed() {
    return open ? passedNanos + System.nanoTime() - openedAt : passedNanos;
  }
}

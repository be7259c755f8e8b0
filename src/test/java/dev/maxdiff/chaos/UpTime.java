package dev.maxdiff.chaos;

import java.time.Duration;

/**
 * The clock of the schedule, which runs only while there is a runtime to be asked, and the gate of
 * the clients, which is open as long. So a slow machine gets through less of a schedule, but meets
 * it in the same order.
 */
final class UpTime {

  private final long deadline;
  private long passedNanos;
  private long openedAt;
  private boolean open;
  private int inside;

  /**
   * @param length by the wall clock, down times included; then the schedule is over
   */
  UpTime(Duration length) {
    this.deadline = System.nanoTime() + length.toNanos();
  }

  /** Waits for the moment; false when the run is over before. */
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

  /** {@link #await}, and then {@link #close} waits for {@link #leave}. */
  synchronized boolean enter(Duration at) throws InterruptedException {
    boolean goesOn = await(at);
    inside += goesOn ? 1 : 0;
    return goesOn;
  }

  synchronized void leave() {
    inside--;
    notifyAll();
  }

  synchronized void open() {
    if (!open) {
      open = true;
      openedAt = System.nanoTime();
      notifyAll();
    }
  }

  /** Nobody comes in any more; returns when everybody is out. */
  synchronized void close() throws InterruptedException {
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

package dev.maxdiff.execution.orders;

import java.time.Duration;
import java.time.InstantSource;

/** The clock of virtual time and its schedule; for one thread. */
public interface VirtualTime extends InstantSource {

  /** Returns the clock in nanoseconds. */
  long nanoTime();

  /** Schedules an action after a delay, never within the current one. */
  void later(Duration delay, Runnable action);

  /** Lets time pass within the current action. */
  void pass(Duration time);
}

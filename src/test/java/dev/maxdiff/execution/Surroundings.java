package dev.maxdiff.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** The world around a {@link SimulatedGateway}: virtual time, and who acts. */
public interface Surroundings {

  Instant now();

  /** Does something later, from the outermost loop. */
  void later(Duration by, Runnable act);

  /** Called between any two steps between which the runtime may die. */
  void between(String step);

  /**
   * Runs a desk's task on behalf of these slots; it may last a virtual {@code patience}, then the
   * broker counts as unreachable for it.
   */
  <T> T actFor(String slots, Duration patience, Supplier<T> task);

  /** Something for the trace. */
  void note(String words);
}

package dev.maxdiff.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** The environment of a {@code SimulatedGateway}: virtual time and scheduling. */
public interface SimulationEnvironment {

  Instant now();

  /** Schedules an action in the outermost loop. */
  void later(Duration by, Runnable act);

  /** Called between two steps; the runtime may die there. */
  void between(String step);

  /**
   * Runs a task for these slots. It may last a virtual {@code patience}; then the broker counts as
   * unreachable for it.
   */
  <T> T actFor(String slots, Duration patience, Supplier<T> task);

  /** Adds a line to the trace. */
  void note(String words);
}

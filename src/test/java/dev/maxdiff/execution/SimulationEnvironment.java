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

  /** Lets time pass within an action. */
  void pass(Duration time);

  /** Performs a request for these slots. */
  <T> T actFor(String slots, Supplier<T> request);

  /** Adds a line to the trace. */
  void note(String words);
}

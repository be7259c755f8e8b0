package dev.maxdiff.execution;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.RateBudget;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What a {@link Gateway} works with; all of it is injected.
 *
 * @param broker where the orders go
 * @param budget how often the broker may be asked
 * @param pauses which entries may not order, from an earlier runtime
 * @param clock the watchers' time: the exchange's under replay; what is journalled bears it
 * @param reports told what watchers say about themselves; must return at once
 * @param events told what happens to orders; must return at once
 */
public record ExecutionPorts(
    Broker broker,
    RateBudget budget,
    Pauses pauses,
    InstantSource clock,
    Consumer<StateReport> reports,
    Consumer<OrderEvent> events) {

  public ExecutionPorts {
    requireNonNull(broker, "broker");
    requireNonNull(budget, "budget");
    requireNonNull(pauses, "pauses");
    requireNonNull(clock, "clock");
    requireNonNull(reports, "reports");
    requireNonNull(events, "events");
  }
}

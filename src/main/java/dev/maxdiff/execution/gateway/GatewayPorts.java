package dev.maxdiff.execution.gateway;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OtherStarts;
import dev.maxdiff.execution.orders.PauseStore;
import dev.maxdiff.execution.risk.EntryPauses;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * The external dependencies of a {@link GatewayServer}.
 *
 * @param broker the reads for which no order waits
 * @param asyncBroker all other requests to the same account
 * @param budget request budget of the broker
 * @param pauses pauses of entries from the beginning, including those of an earlier runtime
 * @param store stores the pauses
 * @param clock time of the watchers (under replay the exchange's), also for journalled events
 * @param reports receives the state reports of watchers; must return at once
 * @param events receives the events of orders; must return at once
 * @param since no order of the installation was submitted before it; null = unknown
 * @param others tells the orders of other runtimes on copies of the directory
 */
public record GatewayPorts(
    Broker broker,
    AsyncBroker asyncBroker,
    RateBudget budget,
    EntryPauses pauses,
    PauseStore store,
    InstantSource clock,
    Consumer<StateReport> reports,
    Consumer<OrderEvent> events,
    Instant since,
    OtherStarts others) {

  /** The ports of an installation whose first order is unknown: all orders are read. */
  public GatewayPorts(
      Broker broker,
      AsyncBroker asyncBroker,
      RateBudget budget,
      EntryPauses pauses,
      PauseStore store,
      InstantSource clock,
      Consumer<StateReport> reports,
      Consumer<OrderEvent> events) {
    this(
        broker, asyncBroker, budget, pauses, store, clock, reports, events, null, OtherStarts.NONE);
  }

  public GatewayPorts {
    requireNonNull(broker, "broker");
    requireNonNull(asyncBroker, "asyncBroker");
    requireNonNull(budget, "budget");
    requireNonNull(pauses, "pauses");
    requireNonNull(store, "store");
    requireNonNull(clock, "clock");
    requireNonNull(reports, "reports");
    requireNonNull(events, "events");
    requireNonNull(others, "others");
  }
}

package dev.maxdiff.watch.child;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.alpaca.rest.HttpTransport;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.watch.rules.Decision;
import dev.maxdiff.watch.rules.Effect;
import dev.maxdiff.watch.rules.PollSnapshot;
import dev.maxdiff.watch.rules.WatcherRules;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Each makes a {@link SimulatedWatcher} with one wrong rule. */
public enum DefectiveWatcher {

  /** Drops the reservation for an order that was sent. */
  FORGETFUL {
    @Override
    <M> WatcherRules<M> rules(WatcherRules<M> shipped) {
      return new Forgetful<>(shipped);
    }
  },

  /** Sends its order again although nothing has changed. */
  REPEATING {
    @Override
    <M> WatcherRules<M> rules(WatcherRules<M> shipped) {
      return new Repeating<>(shipped);
    }
  };

  abstract <M> WatcherRules<M> rules(WatcherRules<M> shipped);

  /** {@link SimulatedWatcher#of} with the wrong rule. */
  public SimulatedWatcher of(
      List<String> command, long generation, HttpTransport gateway, InstantSource clock) {
    ChildArguments arguments = SimulatedWatcher.parsed(command, generation);
    return SimulatedWatcher.of(arguments, gateway, clock, this::rules);
  }

  private static final class Forgetful<M> extends UnchangedRules<M> {
    Forgetful(WatcherRules<M> rules) {
      super(rules);
    }

    @Override
    public Outcome<M> accepted(Effect effect, Order order, Instant now, M memory) {
      Outcome<M> outcome = super.accepted(effect, order, now, memory);
      return new Outcome<>(outcome.state(), memory, outcome.fields());
    }

    @Override
    public Outcome<M> failed(Effect effect, BrokerException failure, Instant now, M memory) {
      Outcome<M> outcome = super.failed(effect, failure, now, memory);
      return new Outcome<>(outcome.state(), memory, outcome.fields());
    }
  }

  private static final class Repeating<M> extends UnchangedRules<M> {
    Repeating(WatcherRules<M> rules) {
      super(rules);
    }

    @Override
    public Decision<M> decide(PollSnapshot snapshot, M memory) {
      Decision<M> decision = super.decide(snapshot, memory);
      Optional<Order> resting = snapshot.orders().stream().filter(Order::isOpen).findFirst();
      return decision.effects().isEmpty() && resting.isPresent()
          ? new Decision<>(
              decision.states(),
              List.of(again(resting.get())),
              decision.memory(),
              decision.fields())
          : decision;
    }

    private static Effect again(Order order) {
      return new Effect.Replace(
          order.id(), new Quantity(order.remaining()), new Price(order.limitPrice()));
    }
  }
}

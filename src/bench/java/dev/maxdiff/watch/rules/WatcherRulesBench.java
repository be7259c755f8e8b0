package dev.maxdiff.watch.rules;

import dev.maxdiff.watch.SimulatedBroker;
import dev.maxdiff.watch.child.WatcherSimulation;

import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Measures one decision of the entry rules and of the exit rules, before an order exists and afterwards.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class WatcherRulesBench {

  private static final Instant NOW = Instant.parse("2026-01-05T15:00:00Z");
  private static final Symbol BTC = Symbol.parse("BTCUSD");

  private final RulesCase<?> entry =
      new RulesCase<>(
          rules("open-position", "BTCUSD", "--side=buy", "--limit-price=104", "--target-qty=2"),
          "0");
  private final RulesCase<?> exit =
      new RulesCase<>(rules("close-position", "BTCUSD", "--side=buy", "--takeprofit-price=110"), "2");

  @Benchmark
  public Object firstEntry() {
    return entry.decide(entry.before);
  }

  @Benchmark
  public Object entryWithItsOrder() {
    return entry.decide(entry.after);
  }

  @Benchmark
  public Object firstExit() {
    return exit.decide(exit.before);
  }

  @Benchmark
  public Object exitWithItsOrder() {
    return exit.decide(exit.after);
  }

  /**
   * Rules, with a snapshot before and one after the order exists.
   */
  private static final class RulesCase<M> {
    final WatcherRules<M> rules;
    final M memory;
    final PollSnapshot before;
    final PollSnapshot after;

    RulesCase(WatcherRules<M> rules, String position) {
      this.rules = rules;
      this.memory = rules.start();
      SimulatedBroker broker = new SimulatedBroker(BTC, NOW);
      broker.quote =
          new Quote(
              new BigDecimal("103.9"), BigDecimal.ONE, new BigDecimal("104"), BigDecimal.ONE, NOW);
      this.before = snapshot(broker, position);
      broker.add("x1", null, rules.orderSide(), "2", price(), NOW);
      this.after = snapshot(broker, position);
    }

    private String price() {
      return rules instanceof EntryRules ? "104" : "110";
    }

    private static PollSnapshot snapshot(SimulatedBroker broker, String position) {
      return new PollSnapshot(
          NOW,
          new BigDecimal(position),
          List.copyOf(broker.open()),
          broker.quote,
          broker.account,
          BigDecimal.ZERO);
    }

    Object decide(PollSnapshot seen) {
      return rules.decide(seen, memory);
    }
  }

  private static WatcherRules<?> rules(String... arguments) {
    return WatcherSimulation.parsed(List.of(arguments), 1).rules(NOW, Increments.CRYPTO, Map.of());
  }
}

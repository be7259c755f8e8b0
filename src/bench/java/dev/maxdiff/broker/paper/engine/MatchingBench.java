package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Plays the real tape against resting buy orders; an operation is one trade. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class MatchingBench {

  private static final int TRADES = 10_000;

  /** The number of resting orders; each price is 2 USD below the last. */
  @Param({"2", "200"})
  int resting;

  private final MarketTape tape = MarketTape.bitstamp();
  private EngineHarness engine;
  private Instant end;

  @Setup(Level.Invocation)
  public void rest() {
    end = tape.trade(TRADES).at();
    engine = new EngineHarness(Tapes.plain(), tape).at(tape.start());
    for (int i = 1; i <= resting; i++) {
      engine.buy("0.1", Integer.toString(770 - 2 * i));
    }
  }

  @Benchmark
  @OperationsPerInvocation(TRADES)
  public Object play() {
    return engine.at(end);
  }

  /** Advances by simulated seconds, as the exchange does. */
  @Benchmark
  @OperationsPerInvocation(TRADES)
  public Object playBySeconds() {
    for (Instant at = tape.start(); at.isBefore(end); at = at.plusSeconds(1)) {
      engine.at(at);
    }
    return engine;
  }
}

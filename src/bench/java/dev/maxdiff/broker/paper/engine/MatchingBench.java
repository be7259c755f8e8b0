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

/** The real tape played against orders that rest on both sides; an operation is one print. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class MatchingBench {

  private static final int PRINTS = 10_000;

  /** How many orders rest; each lies 2 USD further away than the one before. */
  @Param({"2", "200"})
  int resting;

  private final MarketTape tape = MarketTape.bitstamp();
  private EngineHarness desk;
  private Instant end;

  @Setup(Level.Invocation)
  public void rest() {
    end = tape.trade(PRINTS).at();
    desk = new EngineHarness(Tapes.plain(), tape).at(tape.start());
    for (int i = 1; i <= resting; i++) {
      desk.buy("0.1", Integer.toString(770 - 2 * i));
    }
  }

  @Benchmark
  @OperationsPerInvocation(PRINTS)
  public Object play() {
    return desk.at(end);
  }

  /** As the exchange plays it: a look each simulated second. */
  @Benchmark
  @OperationsPerInvocation(PRINTS)
  public Object playBySeconds() {
    for (Instant at = tape.start(); at.isBefore(end); at = at.plusSeconds(1)) {
      desk.at(at);
    }
    return desk;
  }
}

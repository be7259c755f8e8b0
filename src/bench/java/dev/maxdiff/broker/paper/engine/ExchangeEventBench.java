package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decides one request on an exchange with a long past and with many resting orders. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class ExchangeEventBench {

  /** The number of orders that have ended, every tenth of them filled. */
  @Param({"10", "10000"})
  int past;

  /** The number of resting orders; each price is a cent below the last. */
  @Param({"2", "200"})
  int resting;

  private final MarketTape tape = Tapes.seconds("1000 1000");
  private final ExchangeEngine engine = new ExchangeEngine(Tapes.plain().engine(), tape, 7);
  private final Instant now = tape.start().plusSeconds(1);
  private ExchangeState state;

  @Setup
  public void trade() {
    Transaction opening = new Transaction(ExchangeState.empty());
    opening.emit(
        new ExchangeEvent.Opened(
            "MX1", Tapes.plain().startingCash(), 7, tape.fingerprint(), 0, tape.start()));
    state = opening.state();
    for (int i = 0; i < past; i++) {
      Transaction transaction = new Transaction(state);
      boolean fills = i % 10 == 0;
      Side side = i % 20 == 0 ? Side.BUY : Side.SELL;
      if (fills) {
        placed(transaction, side, "1000");
      } else {
        engine.cancel(transaction, placed(transaction, Side.BUY, "900"), now);
      }
      engine.advance(transaction, now);
      state = transaction.state();
    }
    for (int i = 1; i <= resting; i++) {
      Transaction transaction = new Transaction(state);
      placed(transaction, Side.BUY, "8" + String.format("%02d.%02d", 99 - i / 100, i % 100));
      state = transaction.state();
    }
    if (state.closed().size() != past || state.open().size() != resting) {
      throw new IllegalStateException(state.closed().size() + ", " + state.open().size());
    }
  }

  /** An order that rests: accepted. */
  @Benchmark
  public Object rests() {
    Transaction transaction = new Transaction(state);
    placed(transaction, Side.BUY, "700");
    return transaction;
  }

  /** An order that fills at once: accepted, filled, and the fill settled. */
  @Benchmark
  public Object fills() {
    Transaction transaction = new Transaction(state);
    placed(transaction, Side.BUY, "1000");
    engine.advance(transaction, now);
    return transaction;
  }

  /** The passage of time without an event. */
  @Benchmark
  public Object look() {
    Transaction transaction = new Transaction(state);
    engine.advance(transaction, now);
    return transaction;
  }

  private String placed(Transaction transaction, Side side, String price) {
    OrderRequest request =
        new OrderRequest(
            Tapes.BTC, side, Quantity.parse("0.1"), Price.parse(price), TimeInForce.GTC, null);
    return EngineHarness.placed(engine.submit(transaction, request, now));
  }
}

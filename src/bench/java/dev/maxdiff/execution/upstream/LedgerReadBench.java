package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The read of positions and orders that shows the newest order changed, beside many keys and past
 * orders.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class LedgerReadBench {

  /** 22 orders each, one fewer for the first: 2 199 orders of 100 keys. */
  @Param({"1", "100"})
  int keys;

  private final ExecutionSettings settings = Samples.settings();
  private CachedUpstream upstream;
  private List<Order> changes;
  private List<Order> resting;
  private List<Order> ended;
  private List<Order> partlyFilled;
  private List<Order> filled;
  private boolean odd;
  private int placed;

  /**
   * Each key has ten round trips, a filled entry and, except for the first key, an open exit; the
   * order that changes is the newest.
   */
  @Setup
  public void place() {
    placed = 0;
    changes = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      WatcherKey key = WatcherKey.parse("BTCUSD|buy|k" + i);
      for (int n = 0; n < 20; n++) {
        changes.add(next(key, n % 2 == 0 ? Slot.ENTRY : Slot.EXIT, "0.3", OrderStatus.FILLED));
      }
      changes.add(next(key, Slot.ENTRY, "0.3", OrderStatus.FILLED));
      if (i > 0) {
        changes.add(next(key, Slot.EXIT, "0", OrderStatus.NEW));
      }
    }
    Broker broker = broker();
    upstream =
        new CachedUpstream(
            broker,
            new ThreadedBroker(broker, Runnable::run),
            Samples.US,
            settings,
            new RateBudget(0, System::nanoTime),
            System::nanoTime);
    read();
    placed++;
    resting = newest("0", OrderStatus.NEW);
    ended = newest("0", OrderStatus.CANCELED);
    partlyFilled = newest("0.1", OrderStatus.PARTIALLY_FILLED);
    filled = newest("0.3", OrderStatus.FILLED);
  }

  private List<Order> newest(String filledQuantity, OrderStatus status) {
    SlotId slot = WatcherKey.parse("BTCUSD|buy|k0").slot(Slot.EXIT);
    return List.of(Samples.own(slot, placed, "0.3", filledQuantity, "110", status).order());
  }

  /** The newest order is open in one read and has ended in the next. */
  @Benchmark
  public PositionLedger order() {
    changes = isOdd() ? resting : ended;
    return read();
  }

  /** The newest order has filled a part more, or less; with the ledger of its symbol. */
  @Benchmark
  public SymbolLedger fill() {
    changes = isOdd() ? partlyFilled : filled;
    return read().symbolLedger(Samples.BTC).doubted();
  }

  private boolean isOdd() {
    odd = !odd;
    return odd;
  }

  private PositionLedger read() {
    Timestamped<LedgerSnapshot> snapshot = upstream.snapshot(Duration.ZERO);
    return snapshot.value().ledger();
  }

  private Order next(WatcherKey key, Slot slot, String filled, OrderStatus status) {
    OwnOrder own = Samples.own(key.slot(slot), ++placed, "0.3", filled, "110", status);
    return own.order();
  }

  /** A broker that shows the position and the orders that have changed. */
  private Broker broker() {
    String position = BigDecimal.valueOf(3L * keys, 1).toPlainString();
    return (Broker)
        Proxy.newProxyInstance(
            Broker.class.getClassLoader(),
            new Class<?>[] {Broker.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "positions" -> List.of(Samples.position("BTCUSD", position));
                  case "orders" -> changes;
                  case "order" -> Optional.empty();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}

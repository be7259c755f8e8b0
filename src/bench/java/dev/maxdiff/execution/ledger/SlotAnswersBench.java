package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What an order and a poll ask of the ledger about one slot, beside many keys and past orders. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class SlotAnswersBench {

  private static final SlotId EXIT = WatcherKey.parse("BTCUSD|buy|k0").slot(Slot.EXIT);

  /** 22 orders each. */
  @Param({"1", "100"})
  int keys;

  private PositionLedger ledger;
  private String newest;
  private long changes;

  @Setup
  public void place() {
    List<OwnOrder> orders = new ArrayList<>();
    for (int n = 0; n < 22; n++) {
      for (int i = 0; i < keys; i++) {
        SlotId slot =
            WatcherKey.parse("BTCUSD|buy|k" + i).slot(n % 2 == 0 ? Slot.ENTRY : Slot.EXIT);
        OrderStatus status = n == 21 ? OrderStatus.NEW : OrderStatus.FILLED;
        orders.add(
            Samples.own(slot, orders.size() + 1, "0.3", n == 21 ? "0" : "0.3", "110", status));
      }
    }
    CoinFees fees = new CoinFees(new BigDecimal("0.0015"), new BigDecimal("0.0025"));
    ledger = PositionLedger.of(fees, List.of(), orders, List.of(), Set.of());
    newest = ledger.open(EXIT).iterator().next().order().id();
    changes = ledger.changes() - 1;
  }

  /** The number of the next order. */
  @Benchmark
  public long highestNumber() {
    return ledger.highestNumber(EXIT);
  }

  /** The order that a PATCH or DELETE names. */
  @Benchmark
  public Object order() {
    return ledger.order(newest);
  }

  /** The open orders in the account view of a poll. */
  @Benchmark
  public Object open() {
    return List.copyOf(ledger.open(EXIT));
  }

  /** What the observation of a symbol compares after one change. */
  @Benchmark
  public Object changed() {
    return ledger.changedSince(EXIT.key().symbol(), changes);
  }
}

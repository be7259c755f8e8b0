package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.ObservedQuote;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.CashAllocator;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.Exposure;
import dev.maxdiff.execution.risk.InFlightOrders;
import dev.maxdiff.execution.risk.PreTradeChecks;
import dev.maxdiff.execution.risk.ProposedOrder;
import dev.maxdiff.execution.risk.RiskContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/** Measures the ledger of one symbol and the pre-trade checks of one order, by number of keys. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class PositionLedgerBench {

  private static final int FILLED_PER_KEY = 20;

  @Param({"1", "20", "100"})
  int keys;

  private final ExecutionSettings settings = Samples.settings();
  private final List<OwnOrder> orders = new ArrayList<>();
  private CashAllocator cash = CashAllocator.EMPTY;
  private final Account account = account();
  private ProposedOrder exit;
  private ProposedOrder entry;
  private SlotId entrySlot;
  private PositionLedger ledger;
  private RiskContext riskContext;

  /** Each key has ten round trips, a filled entry and, except for the first key, an open exit. */
  @Setup
  public void fill() {
    orders.clear();
    for (int i = 0; i < keys; i++) {
      WatcherKey key = WatcherKey.parse("BTCUSD|buy|k" + i);
      cash = cash.accept(Samples.entry(key, "90", "0.3"));
      for (int n = 0; n < FILLED_PER_KEY; n++) {
        Slot slot = n % 2 == 0 ? Slot.ENTRY : Slot.EXIT;
        orders.add(own(key, slot, "0.3", OrderStatus.FILLED));
      }
      orders.add(own(key, Slot.ENTRY, "0.3", OrderStatus.FILLED));
      if (i > 0) {
        orders.add(own(key, Slot.EXIT, "0", OrderStatus.NEW));
      }
    }
    WatcherKey first = WatcherKey.parse("BTCUSD|buy|k0");
    exit = order(new WatcherAuthority(Samples.exit(first, "110"), 1), "110", "0.3");
    entry = order(new WatcherAuthority(Samples.entry(first, "90", "0.6"), 1), "90", "0.2");
    entrySlot = first.slot(Slot.ENTRY);
    ledger = ledger();
    cash = cash.at(ledger);
    riskContext = riskContext(EntryLimits.NONE);
    if (checks().isPresent() || entryChecks().isPresent()) {
      throw new IllegalStateException("denied: " + checks() + entryChecks());
    }
  }

  private static ProposedOrder order(WatcherAuthority authority, String price, String quantity) {
    return new ProposedOrder(
            authority,
            authority.slot().orderSide(),
            new BigDecimal(quantity),
            Price.parse(price),
            TimeInForce.GTC,
            null)
        .rounded(Samples.BTC_ASSET);
  }

  private RiskContext riskContext(EntryLimits limits) {
    Quote quote =
        new Quote(
            new BigDecimal("100"),
            BigDecimal.ONE,
            new BigDecimal("101"),
            BigDecimal.ONE,
            Samples.AT);
    return new RiskContext(
        ledger.symbolLedger(Samples.BTC),
        Samples.BTC_ASSET,
        Optional.of(new ObservedQuote(quote, Duration.ofSeconds(1))),
        true,
        false,
        InFlightOrders.NOTHING,
        false,
        BigDecimal.ZERO,
        limits);
  }

  @Benchmark
  public PositionLedger ledger() {
    String position = BigDecimal.valueOf(3L * keys, 1).toPlainString();
    return PositionLedger.of(
        CoinFees.NONE, List.of(Samples.position("BTCUSD", position)), orders, List.of(), Set.of());
  }

  @Benchmark
  public Optional<OrderRefusal> checks() {
    return PreTradeChecks.check(settings.risk(), exit, riskContext);
  }

  /** The ledger of the symbol, the allowance, the exposure and the checks of an entry. */
  @Benchmark
  public Optional<OrderRefusal> entryChecks() {
    EntryLimits limits =
        new EntryLimits(
            cash.allowance(entrySlot, account, ledger),
            Exposure.beside(entrySlot, ledger, cash.committed(ledger)),
            Optional.empty(),
            BigDecimal.ZERO);
    return PreTradeChecks.check(settings.risk(), entry, riskContext(limits));
  }

  private static Account account() {
    BigDecimal value = new BigDecimal("1000000");
    return new Account(
        "1", "ACTIVE", value, value, value, value, value, BigDecimal.ONE, false, false, false);
  }

  private OwnOrder own(WatcherKey key, Slot slot, String filled, OrderStatus status) {
    return Samples.own(key.slot(slot), orders.size(), "0.3", filled, "110", status);
  }
}

package dev.maxdiff.execution.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger that follows the reads equals the ledger of all orders. */
class LedgerReadsTest {

  private static final CoinFees FEES =
      new CoinFees(new BigDecimal("0.0015"), new BigDecimal("0.0025"));
  private static final List<WatcherKey> KEYS =
      List.of(
          Samples.A, Samples.B, WatcherKey.parse("ETHUSD|buy|a"), WatcherKey.parse("AAPL|sell|a"));

  private final Map<String, OwnOrder> orders = new LinkedHashMap<>();
  private final Map<String, OwnOrder> changed = new LinkedHashMap<>();
  private final Set<String> rested = new HashSet<>();
  private int placed;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isThatOfAllOrders(long seed) {
    Random random = new Random(seed);
    PositionLedger ledger = PositionLedger.empty(FEES);
    for (int step = 0; step < 600; step++) {
      change(random);
      if (random.nextInt(3) == 0) {
        List<Position> positions =
            List.of(
                Samples.position("BTCUSD", BigDecimal.valueOf(random.nextInt(90), 1).toString()));
        List<Order> foreign = step % 50 < 25 ? List.of() : List.of(foreign());
        PositionLedger before = ledger;
        ledger = ledger.after(positions, List.copyOf(changed.values()), foreign, rested);
        assertChanged(before, ledger);
        changed.clear();
        List<OwnOrder> shuffled = new ArrayList<>(orders.values());
        Collections.shuffle(shuffled, random);
        assertSame(ledger, PositionLedger.of(FEES, positions, shuffled, foreign, rested));
      }
    }
  }

  /** An order arrives, fills in part, ends, is replaced, or is shown with another time. */
  private void change(Random random) {
    List<OwnOrder> open = orders.values().stream().filter(own -> own.order().isOpen()).toList();
    if (open.size() < 6 || random.nextInt(3) == 0) {
      SlotId slot =
          KEYS.get(random.nextInt(KEYS.size())).slot(random.nextBoolean() ? Slot.ENTRY : Slot.EXIT);
      String replaces =
          open.isEmpty() || random.nextInt(3) > 0
              ? null
              : open.get(random.nextInt(open.size())).order().id();
      put(slot, ++placed, BigDecimal.ZERO, OrderStatus.NEW, replaces, time(placed, random));
      return;
    }
    OwnOrder line = open.get(random.nextInt(open.size()));
    Order order = line.order();
    int n = Integer.parseInt(order.id().substring(order.id().indexOf('#') + 1));
    boolean ends = random.nextInt(3) == 0;
    BigDecimal filled = order.filledQuantity().add(BigDecimal.valueOf(random.nextInt(4), 1));
    if (filled.signum() == 0 && random.nextBoolean()) {
      rested.add(order.id());
    }
    Instant at = order.submittedAt() == null ? time(n, random) : order.submittedAt();
    put(
        line.slot(),
        n,
        filled.min(BigDecimal.ONE),
        ends ? OrderStatus.CANCELED : OrderStatus.NEW,
        order.replaces(),
        at);
  }

  private static Instant time(int n, Random random) {
    return random.nextInt(10) == 0 ? null : Samples.AT.plusSeconds(n);
  }

  private void put(
      SlotId slot, int n, BigDecimal filled, OrderStatus status, String replaces, Instant at) {
    OwnOrder own =
        Samples.own(slot, n, "1", filled.toString(), Integer.toString(90 + n % 7), status);
    Order order = own.order();
    OwnOrder line =
        new OwnOrder(
            slot,
            1,
            new Order(
                order.id(),
                order.clientOrderId(),
                order.symbol(),
                order.side(),
                order.type(),
                order.timeInForce(),
                order.quantity(),
                order.filledQuantity(),
                order.filledAveragePrice(),
                order.limitPrice(),
                order.status(),
                order.createdAt(),
                at,
                order.updatedAt(),
                null,
                null,
                null,
                replaces,
                null));
    orders.put(order.id(), line);
    changed.put(order.id(), line);
  }

  /** What has changed since a ledger is what the read has changed, and since no ledger all. */
  private void assertChanged(PositionLedger before, PositionLedger ledger) {
    for (Symbol symbol : KEYS.stream().map(WatcherKey::symbol).distinct().toList()) {
      List<OwnOrder> all =
          ledger.own().stream().filter(own -> own.order().symbol().equals(symbol)).toList();
      assertThat(ledger.changedSince(symbol, 0)).isEqualTo(all);
      assertThat(ledger.changedSince(symbol, before.changes()))
          .isEqualTo(
              all.stream()
                  .filter(own -> !before.order(own.order().id()).equals(Optional.of(own)))
                  .toList());
    }
  }

  private Order foreign() {
    return Samples.order(
        "another", Samples.B.slot(Slot.EXIT), 1_000_000, "2", "0.5", "95", OrderStatus.NEW);
  }

  private void assertSame(PositionLedger ledger, PositionLedger fresh) {
    assertThat(List.copyOf(ledger.own())).isEqualTo(List.copyOf(fresh.own()));
    assertThat(ledger.open()).containsExactlyElementsOf(fresh.open());
    assertThat(ledger.symbols()).isEqualTo(fresh.symbols());
    assertThat(ledger.committed()).isEqualTo(fresh.committed());
    for (OwnOrder own : ledger.own()) {
      assertThat(ledger.order(own.order().id())).contains(own);
      assertThat(ledger.orderByClientOrderId(own.order().clientOrderId())).contains(own);
    }
    assertThat(ledger.order("unknown")).isEmpty();
    assertThat(ledger.orderByClientOrderId("unknown")).isEmpty();
    for (WatcherKey key : KEYS) {
      assertSlot(ledger, key.slot(Slot.ENTRY));
      assertSlot(ledger, key.slot(Slot.EXIT));
      assertThat(ledger.filled(key)).isEqualTo(fresh.filled(key));
      SymbolLedger entry = ledger.symbolLedger(key.symbol());
      SymbolLedger other = fresh.symbolLedger(key.symbol());
      assertThat(entry.ownedNet()).isEqualByComparingTo(sum(entry));
      assertThat(entry.doubted().ownedNet()).isEqualByComparingTo(sum(entry.doubted()));
      assertThat(entry.holding(key)).isEqualTo(other.holding(key));
      assertThat(entry.doubted().owned(key)).isEqualByComparingTo(other.doubted().owned(key));
      assertThat(entry.shrunk().owned(key)).isEqualByComparingTo(other.shrunk().owned(key));
      assertOpen(entry);
    }
  }

  /** The answers about a slot are those of a look at every order. */
  private static void assertSlot(PositionLedger ledger, SlotId slot) {
    List<OwnOrder> all = ledger.own().stream().filter(own -> own.slot().equals(slot)).toList();
    assertThat(List.copyOf(ledger.own(slot))).isEqualTo(all);
    assertThat(List.copyOf(ledger.open(slot)))
        .isEqualTo(all.stream().filter(own -> own.order().isOpen()).toList());
    assertThat(ledger.highestNumber(slot))
        .isEqualTo(
            all.stream()
                .flatMap(own -> ClientOrderId.parse(own.order().clientOrderId()).stream())
                .mapToLong(ClientOrderId::n)
                .max()
                .orElse(0));
  }

  /** Whatever the order of the broker's answers and of a hash. */
  @Test
  void keysAreInTheirOrder() {
    List<WatcherKey> keys =
        Stream.iterate(0, i -> i < 40, i -> i + 1)
            .map(
                i ->
                    WatcherKey.parse(
                        "BTCUSD|" + (i % 3 == 0 ? "sell" : "buy") + "|k" + i * 37 % 40))
            .toList();
    List<OwnOrder> filled = new ArrayList<>();
    for (WatcherKey key : keys) {
      filled.add(Samples.own(key.slot(Slot.ENTRY), ++placed, "1", "1", "100", OrderStatus.FILLED));
    }
    SymbolLedger entry =
        PositionLedger.of(FEES, List.of(), filled, List.of(), Set.of()).symbolLedger(Samples.BTC);

    List<WatcherKey> sorted = keys.stream().sorted().toList();
    assertThat(List.copyOf(entry.holdings().keySet())).isEqualTo(sorted);
    assertThat(List.copyOf(entry.line().owned().keySet())).isEqualTo(sorted);
  }

  private static BigDecimal sum(SymbolLedger entry) {
    return entry.holdings().entrySet().stream()
        .map(line -> Holdings.signed(line.getKey(), line.getValue().owned()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The answers about open orders are those of a look at each of them. */
  private static void assertOpen(SymbolLedger entry) {
    List<Order> open = entry.open();
    for (Side side : Side.values()) {
      assertThat(entry.openQuantity(side, null)).isEqualByComparingTo(quantity(open, side, null));
      for (Order except : open) {
        assertThat(entry.openQuantity(side, except))
            .isEqualByComparingTo(quantity(open, side, except));
        assertThat(entry.isOpen(except.id())).isTrue();
      }
      assertThat(entry.hasEntry(side))
          .isEqualTo(
              entry.own().stream()
                  .anyMatch(own -> own.slot().slot() == Slot.ENTRY && own.order().side() == side));
      List<BigDecimal> limits =
          open.stream()
              .filter(order -> order.side() == side)
              .map(Order::limitPrice)
              .sorted()
              .toList();
      assertThat(entry.bestLimit(side).isPresent()).isEqualTo(!limits.isEmpty());
      entry
          .bestLimit(side)
          .ifPresent(
              best ->
                  assertThat(best)
                      .isEqualByComparingTo(
                          side == Side.BUY ? limits.get(limits.size() - 1) : limits.get(0)));
    }
    for (OwnOrder own : entry.own()) {
      assertThat(List.copyOf(entry.openOf(own.slot())))
          .isEqualTo(entry.own().stream().filter(line -> line.slot().equals(own.slot())).toList());
    }
  }

  private static BigDecimal quantity(List<Order> open, Side side, Order except) {
    Set<String> ids = new HashSet<>();
    open.forEach(order -> ids.add(order.id()));
    Map<String, BigDecimal> byChain = new HashMap<>();
    for (Order order : open) {
      if (order.side() == side && !order.equals(except)) {
        boolean replaces = order.replaces() != null && ids.contains(order.replaces());
        byChain.merge(replaces ? order.replaces() : order.id(), order.remaining(), BigDecimal::max);
      }
    }
    return byChain.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}

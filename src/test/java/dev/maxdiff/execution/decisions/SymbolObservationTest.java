package dev.maxdiff.execution.decisions;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The observations of a symbol over one sequence of ledgers show what has changed since the last
 * one, however many reads lie between two of them.
 */
class SymbolObservationTest {

  private static final ExecutionSettings SETTINGS = Samples.settings();
  private static final OrderManagerMachine MACHINE =
      new OrderManagerMachine(
          BTC, SETTINGS, new OrderTaskMachine(BTC, OrderOrigin.untagged(Samples.US), SETTINGS));
  private static final WatcherKey ETH = WatcherKey.parse("ETHUSD|buy|a");
  private static final List<SlotId> SLOTS =
      List.of(A.slot(Slot.ENTRY), B.slot(Slot.ENTRY), ETH.slot(Slot.ENTRY));
  private static final int QUANTITY = 4;

  private final Map<String, OwnOrder> orders = new TreeMap<>();
  private PositionLedger ledger = PositionLedger.empty(CoinFees.NONE);
  private OrderManagerWork work = OrderManagerWork.NONE;
  private int number;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyFillAndEveryEndIsShownOnce(long seed) {
    Random random = new Random(seed);
    read(random);
    handle(new OrderManagerInput.Recovered(new LedgerSnapshot(1, ledger)));
    BigDecimal filledBefore = filled();
    long endedBefore = ended();

    List<OrderEvent> events = new ArrayList<>();
    for (long sequence = 2; sequence < 200; sequence++) {
      read(random);
      if (random.nextInt(3) == 0) {
        events.addAll(
            handle(new OrderManagerInput.AccountRead(new LedgerSnapshot(sequence, ledger))));
        assertThat(work.observation().fills().hasOpenOrders()).isEqualTo(hasOpenOrders());
        assertThat(shownFills(events)).isEqualByComparingTo(filled().subtract(filledBefore));
        assertThat(shownEnds(events)).isEqualTo(ended() - endedBefore);
      }
    }
    assertThat(shownEnds(events)).isGreaterThan(10);
  }

  /** Some new orders and some changed ones, in any order; most stay as they are. */
  private void read(Random random) {
    for (int n = random.nextInt(4); n > 0; n--) {
      SlotId slot = SLOTS.get(random.nextInt(SLOTS.size()));
      put(
          slot,
          random.nextInt(3) > 0 && number > 0 ? 1 + random.nextInt(number) : ++number,
          random);
    }
    ledger = ledger.after(List.of(), orders.values(), List.of(), Set.of());
  }

  private void put(SlotId slot, int n, Random random) {
    OwnOrder known = orders.get(slot + "#" + n);
    if (known != null && !known.order().isOpen()) {
      return;
    }
    int filled = known == null ? 0 : known.order().filledQuantity().intValue();
    int now = filled + random.nextInt(QUANTITY + 1 - filled);
    OrderStatus status =
        now == QUANTITY
            ? OrderStatus.FILLED
            : random.nextInt(3) == 0 ? OrderStatus.CANCELED : OrderStatus.PARTIALLY_FILLED;
    OwnOrder next =
        Samples.own(slot, n, Integer.toString(QUANTITY), Integer.toString(now), "95", status);
    orders.put(next.order().id(), next);
  }

  private List<OrderEvent> handle(OrderManagerInput input) {
    OrderManagerStep step = MACHINE.on(work, input, surroundings());
    work = step.work();
    List<OrderEvent> events = new ArrayList<>();
    for (OrderManagerEffect effect : step.effects()) {
      if (effect instanceof OrderManagerEffect.Plain plain
          && plain.effect() instanceof TaskEffect.Publish publish) {
        events.add(publish.event());
      }
    }
    return events;
  }

  private static Surroundings surroundings() {
    Moment moment = new Moment(0, OrderTaskMachineTest.CURRENT, OrderManagerState.EMPTY);
    return new Surroundings(moment, Samples.AT, null, false, false, "");
  }

  private List<OwnOrder> ours() {
    return orders.values().stream().filter(own -> own.order().symbol().equals(BTC)).toList();
  }

  private boolean hasOpenOrders() {
    return ours().stream().anyMatch(own -> own.order().isOpen());
  }

  private BigDecimal filled() {
    return ours().stream()
        .map(own -> own.order().filledQuantity())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private long ended() {
    return ours().stream().filter(own -> !own.order().isOpen()).count();
  }

  private static BigDecimal shownFills(List<OrderEvent> events) {
    return events.stream()
        .filter(OrderEvent.Filled.class::isInstance)
        .map(event -> ((OrderEvent.Filled) event).quantity().value())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static long shownEnds(List<OrderEvent> events) {
    return events.stream().filter(OrderEvent.Ended.class::isInstance).count();
  }
}

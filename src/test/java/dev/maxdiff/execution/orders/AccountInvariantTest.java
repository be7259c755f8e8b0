package dev.maxdiff.execution.orders;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.FakeBroker.Fault;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.ProposedOrder;
import dev.maxdiff.execution.upstream.CachedUpstream;
import dev.maxdiff.execution.upstream.ChangeNotifier;
import dev.maxdiff.execution.upstream.KnownOrders;
import dev.maxdiff.execution.upstream.ThreadedBroker;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise P12 after any sequence of requests, fills and failures: arbitrary requests of watchers,
 * two keys with two slots each, unowned quantity, and a broker whose answers get lost.
 */
class AccountInvariantTest {

  private static final int STEPS = 600;
  private static final List<SlotId> SLOTS =
      List.of(A.slot(Slot.ENTRY), A.slot(Slot.EXIT), B.slot(Slot.ENTRY), B.slot(Slot.EXIT));
  private static final BigDecimal UNOWNED = new BigDecimal("0.37");

  private final FakeBroker broker = new FakeBroker();
  private final FencingTokens tokens = new FencingTokens();
  private final Map<SlotId, Long> generations = new HashMap<>();
  private final Map<SlotId, WatcherAuthority> authorities = new HashMap<>();
  private final Tasks tasks = new Tasks();
  private int placed;

  /**
   * Keeps intents as an order manager does; an unresolved intent is looked up at once on request.
   */
  private final class Tasks extends MemoryTaskDriver {
    final Set<String> names = new HashSet<>();

    Tasks() {
      super(BTC, context());
    }

    @Override
    void write(OrderIntent intent) {
      assertThat(journalled().unresolved().values())
          .noneMatch(earlier -> earlier.slot().equals(intent.slot()));
      assertThat(names.add(intent.clientOrderId())).isTrue();
      super.write(intent);
    }

    void lookUpAll() {
      List.copyOf(journalled().unresolved().keySet())
          .forEach(id -> resolve(id, IntentOutcome.ABSENT));
    }
  }

  private GatewayContext context() {
    InstantSource clock = InstantSource.fixed(FakeBroker.NOW);
    ExecutionSettings settings = Samples.settings();
    ThreadedBroker requests = new ThreadedBroker(broker, Runnable::run);
    return new GatewayContext(
        OrderOrigin.untagged(Samples.US),
        settings,
        requests,
        new CachedUpstream(
            broker, requests, Samples.US, settings, RateBudget.unlimited(), System::nanoTime),
        new ChangeNotifier(),
        tokens,
        new CallerOrderIds(),
        AccountAlone.of(settings, clock, System::nanoTime, event -> {}),
        clock,
        Runnable::run,
        event -> {});
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void p12HoldsAfterEveryStep(long seed) {
    Random random = new Random(seed);
    broker.positionsLag = seed % 2 == 0;
    broker.hold("BTCUSD", UNOWNED.toPlainString());
    broker.publish();
    SLOTS.forEach(slot -> admit(slot, random));

    for (int step = 0; step < STEPS; step++) {
      step(random);
      check("seed " + seed + ", step " + step);
    }

    assertThat(placed).as("orders placed with seed %s", seed).isGreaterThan(20);
  }

  private void step(Random random) {
    SlotId slot = SLOTS.get(random.nextInt(SLOTS.size()));
    switch (random.nextInt(20)) {
      case 0 -> admit(slot, random);
      case 1, 2, 3, 4, 5, 6, 7 -> place(slot, random);
      case 8, 9 -> anyOrder(random, true).ifPresent(order -> replace(slot, order, random));
      case 10 ->
          anyOrder(random, false)
              .ifPresent(
                  order ->
                      change(slot, order, new OrderTask.Cancel(authorities.get(slot), order.id())));
      case 11, 12, 13, 14, 15, 16 -> anyOrder(random, true).ifPresent(order -> fill(order, random));
      case 17, 18 -> {
        broker.reveal();
        tasks.lookUpAll();
        broker.publish();
      }
      default -> broker.failNext(fault(random));
    }
  }

  private void admit(SlotId slot, Random random) {
    long generation = generations.merge(slot, 1L, Long::sum);
    Wish wish =
        slot.slot() == Slot.ENTRY
            ? Samples.entry(slot.key(), price(slot, random), "2")
            : Samples.exit(slot.key(), price(slot, random));
    WatcherAuthority old = authorities.put(slot, new WatcherAuthority(wish, generation));
    tokens.admit(wish, generation);
    if (old != null && random.nextBoolean()) {
      tokens.retire(slot, old.generation());
    }
  }

  private static String price(SlotId slot, Random random) {
    return String.valueOf(
        slot.slot() == Slot.ENTRY ? 90 + random.nextInt(12) : 100 + random.nextInt(18));
  }

  private void place(SlotId slot, Random random) {
    OrderRequest request =
        new OrderRequest(
            BTC,
            random.nextInt(20) == 0 ? slot.orderSide().opposite() : slot.orderSide(),
            quantity(random),
            Price.parse(price(slot, random)),
            TimeInForce.GTC,
            null);
    count(tasks.perform(new OrderTask.Place(ProposedOrder.of(authorities.get(slot), request))));
  }

  private void replace(SlotId slot, Order order, Random random) {
    ReplaceRequest request =
        new ReplaceRequest(
            random.nextBoolean() ? null : quantity(random),
            Price.parse(price(slot, random)),
            null,
            null);
    change(slot, order, new OrderTask.Replace(authorities.get(slot), order.id(), request));
  }

  /** No request changes an order of another slot. */
  private void change(SlotId slot, Order order, OrderTask task) {
    boolean isOwn =
        KnownOrders.ownOf(Samples.US, order).filter(own -> own.slot().equals(slot)).isPresent();
    OrderAnswer answer = tasks.perform(task);
    count(answer);
    if (!isOwn) {
      assertThat(answer).isInstanceOf(OrderRefusal.class);
      assertThat(broker.order(order.id())).contains(order);
    }
  }

  private void count(OrderAnswer answer) {
    placed += answer instanceof OrderAnswer.Placed ? 1 : 0;
  }

  private void fill(Order order, Random random) {
    BigDecimal part =
        order.remaining().multiply(new BigDecimal(random.nextInt(1, 11))).movePointLeft(1);
    broker.fill(order.id(), part.toPlainString());
  }

  private java.util.Optional<Order> anyOrder(Random random, boolean open) {
    List<Order> orders = open ? broker.open() : broker.all();
    return orders.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(orders.get(random.nextInt(orders.size())));
  }

  private static Quantity quantity(Random random) {
    return new Quantity(new BigDecimal(random.nextInt(1, 100)).movePointLeft(2));
  }

  private static Fault fault(Random random) {
    return List.of(Fault.ANSWER_LOST, Fault.RESERVED, Fault.UNREACHABLE, Fault.REQUEST_LOST)
        .get(random.nextInt(4));
  }

  private void check(String where) {
    BigDecimal position = broker.position(BTC);
    BigDecimal closing =
        broker.open().stream()
            .filter(order -> order.side() == Side.SELL)
            .map(Order::remaining)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(closing).as(where).isLessThanOrEqualTo(position);
    assertThat(position).as("unowned is never traded, " + where).isGreaterThanOrEqualTo(UNOWNED);
    BigDecimal owned = BigDecimal.ZERO;
    for (WatcherKey key : List.of(A, B)) {
      BigDecimal net = filled(key, Slot.ENTRY).subtract(filled(key, Slot.EXIT));
      assertThat(net).as(key + ", " + where).isNotNegative();
      owned = owned.add(net);
    }
    assertThat(owned.add(UNOWNED)).as(where).isEqualByComparingTo(position);
    for (SlotId slot : SLOTS) {
      long open = broker.open().stream().filter(order -> isOf(order, slot)).count();
      assertThat(open).as(slot + ", " + where).isLessThanOrEqualTo(1);
    }
  }

  private BigDecimal filled(WatcherKey key, Slot slot) {
    return broker.all().stream()
        .filter(order -> isOf(order, key.slot(slot)))
        .map(Order::filledQuantity)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static boolean isOf(Order order, SlotId slot) {
    return KnownOrders.ownOf(Samples.US, order).filter(own -> own.slot().equals(slot)).isPresent();
  }
}

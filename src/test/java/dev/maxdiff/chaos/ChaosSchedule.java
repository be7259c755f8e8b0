package dev.maxdiff.chaos;

import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The actions of a run and their times; the seed alone decides them. */
final class ChaosSchedule {

  static final int KEYS = 50;

  private static final Duration QUIET_START = Duration.ofSeconds(3);
  private static final Duration SHORT_FREEZE = Duration.ofMillis(1_500);

  /** Longer than the sentinel's time-out in the run. */
  private static final Duration LONG_FREEZE = Duration.ofSeconds(9);

  private static final int BURST = 120;

  /** One number of each kind of runtime fault, out of a hundred numbers. */
  private static final List<Integer> KINDS = List.of(0, 35, 50, 62, 72, 78);

  private final Random random;
  private final Duration length;
  private final List<WatcherKey> keys;
  private final List<ChaosStep> steps = new ArrayList<>();
  private final Map<SlotId, WishRequest> last = new HashMap<>();

  private ChaosSchedule(long seed, Duration length) {
    this.random = new Random(seed);
    this.length = length;
    this.keys = keys();
  }

  /** Returns the steps in the order of time. */
  static List<ChaosStep> of(long seed, Duration length) {
    ChaosSchedule schedule = new ChaosSchedule(seed, length);
    schedule.requests();
    schedule.runtimeFaults();
    schedule.brokerFaults();
    schedule.foreignActs();
    schedule.steps.sort(Comparator.comparing(ChaosStep::at));
    return List.copyOf(schedule.steps);
  }

  static List<WatcherKey> keys() {
    List<WatcherKey> keys = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add(
          new WatcherKey(
              ChaosMarket.SYMBOLS.get(i % ChaosMarket.SYMBOLS.size()),
              Side.BUY,
              new Strategy("s" + i)));
    }
    return List.copyOf(keys);
  }

  private void requests() {
    for (Duration at = between(50, 300); at.compareTo(length) < 0; ) {
      steps.add(new ChaosStep(at, request()));
      at = at.plus(between(50, 300));
    }
  }

  /** Requests faster than their answers: some are under way when the runtime fault comes. */
  private void burst(Duration at) {
    for (int i = 0; i < BURST; i++) {
      steps.add(new ChaosStep(at.plusMillis(random.nextInt(160)), request()));
    }
  }

  private ChaosAction.ClientRequest request() {
    WatcherKey key = keys.get(random.nextInt(keys.size()));
    SlotId slot = key.slot(random.nextInt(10) < 6 ? Slot.ENTRY : Slot.EXIT);
    int kind = random.nextInt(100);
    if (kind < 8 && !isShared(key)) {
      return new ChaosAction.WithdrawWish(slot);
    }
    if (kind < 20 && last.containsKey(slot)) {
      return new ChaosAction.SubmitWish(last.get(slot)); // equal
    }
    WishRequest wish = wish(slot);
    last.put(slot, wish);
    return new ChaosAction.SubmitWish(wish);
  }

  /**
   * Whether several clients send wishes for this key at the same time. The generation decides which
   * wish is the newest. A withdrawal has no generation, so these keys get no withdrawal.
   */
  static boolean isShared(WatcherKey key) {
    return Integer.parseInt(key.strategy().toString().substring(1)) < 5;
  }

  private WishRequest wish(SlotId slot) {
    BigDecimal market = ChaosMarket.price(slot.key().symbol());
    boolean entry = slot.slot() == Slot.ENTRY;
    double distance = random.nextDouble() * 0.02 - 0.004;
    BigDecimal price =
        market
            .multiply(BigDecimal.valueOf(entry ? 1 - distance : 1 + distance))
            .setScale(2, RoundingMode.HALF_UP);
    BigDecimal value = BigDecimal.valueOf(200 + random.nextInt(2_000));
    BigDecimal quantity =
        value.divide(market, MathContext.DECIMAL32).setScale(3, RoundingMode.HALF_UP);
    return new WishRequest(
        slot.slot(),
        slot.key().symbol(),
        Side.BUY,
        slot.key().strategy(),
        new Price(price),
        entry ? new Quantity(quantity) : null,
        null,
        null,
        null,
        null,
        true,
        false,
        false,
        null,
        WishRequest.Source.LOOP);
  }

  private void runtimeFaults() {
    List<ChaosAction.RuntimeFault> first = oneOfEach();
    Duration at = QUIET_START;
    for (int i = 0; at.compareTo(length.minusSeconds(5)) < 0; i++) {
      at = at.plus(between(3_000, 6_000));
      ChaosAction.RuntimeFault fault =
          i < first.size() ? first.get(i) : runtimeFault(random.nextInt(100));
      if (random.nextInt(10) < 7) {
        burst(at.minusMillis(60));
      }
      steps.add(new ChaosStep(at, fault));
    }
  }

  /** One fault of each kind, in random order, so that a short run contains every kind. */
  private List<ChaosAction.RuntimeFault> oneOfEach() {
    List<ChaosAction.RuntimeFault> faults = new ArrayList<>();
    for (int kind : KINDS) {
      faults.add(runtimeFault(kind));
    }
    Collections.shuffle(faults, random);
    return faults;
  }

  private ChaosAction.RuntimeFault runtimeFault(int kind) {
    if (kind < 35) {
      return new ChaosAction.KillRuntime();
    } else if (kind < 50) {
      return new ChaosAction.KillBoth();
    } else if (kind < 62) {
      return new ChaosAction.KillSentinel();
    } else if (kind < 72) {
      return new ChaosAction.Freeze(SHORT_FREEZE);
    } else if (kind < 78) {
      return new ChaosAction.Freeze(LONG_FREEZE);
    }
    return new ChaosAction.Shutdown(List.of("INT", "TERM", "HUP").get(random.nextInt(3)));
  }

  private void brokerFaults() {
    List<BrokerFault> all = new ArrayList<>(List.of(BrokerFault.values()));
    all.addAll(
        List.of(
            BrokerFault.LATE, BrokerFault.LATE, BrokerFault.LOST_ANSWERS)); // the most dangerous
    Duration at = QUIET_START;
    for (int i = 0; at.compareTo(length) < 0; i++) {
      if (i % all.size() == 0) {
        Collections.shuffle(all, random);
      }
      BrokerFault fault = all.get(i % all.size());
      // a symbol has no other request under way while one of its orders is delayed
      Duration lasts = fault == BrokerFault.LATE ? between(4_000, 8_000) : between(1_500, 4_000);
      steps.add(new ChaosStep(at, new ChaosAction.InjectBrokerFault(fault, lasts)));
      at = at.plus(lasts).plus(between(1_000, 4_000));
    }
  }

  /** Sales in one symbol alone: in the others the log tells what each key owns. */
  private void foreignActs() {
    Duration at = QUIET_START;
    while (at.compareTo(length) < 0) {
      int value = 20 + random.nextInt(200);
      ChaosAction act =
          switch (random.nextInt(4)) {
            case 0 -> new ChaosAction.SellByHand(ChaosMarket.SYMBOLS.get(2), value);
            case 1 -> new ChaosAction.BuyByHand(ChaosMarket.SYMBOLS.get(2), value);
            case 2 -> new ChaosAction.BuyByHand(ChaosMarket.SYMBOLS.get(1), value);
            default -> new ChaosAction.MoveCash(random.nextBoolean() ? value : -value);
          };
      steps.add(new ChaosStep(at, act));
      at = at.plus(between(3_000, 7_000));
    }
  }

  private Duration between(int minimumMillis, int maximumMillis) {
    return Duration.ofMillis(minimumMillis + random.nextInt(maximumMillis - minimumMillis));
  }
}

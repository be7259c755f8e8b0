package dev.maxdiff.model;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sends random wishes, stops and kills until a given time. */
final class RandomOperator {

  private static final int[] POLLS = {2, 5, 10, 20};

  private final Simulation simulation;
  private final RuntimeModel runtime;

  /** The generator of the decision that is being taken. */
  private Random random;

  private long steps;
  private final List<WatcherKey> keys = new ArrayList<>();
  private final List<ModelMarket.Instrument> instruments;
  private final Instant until;

  RandomOperator(
      Simulation simulation,
      RuntimeModel runtime,
      List<ModelMarket.Instrument> instruments,
      Instant until) {
    this.simulation = simulation;
    this.runtime = runtime;
    this.random = simulation.random("keys", 0);
    this.instruments = instruments;
    this.until = until;
    for (ModelMarket.Instrument instrument : instruments) {
      Side side = instrument.symbol().isCrypto() || random.nextBoolean() ? Side.BUY : Side.SELL;
      keys.add(new WatcherKey(instrument.symbol(), side, new Strategy("alpha")));
      keys.add(new WatcherKey(instrument.symbol(), side, new Strategy("beta")));
    }
  }

  void begin() {
    for (WatcherKey key : keys) {
      random = simulation.random("begin " + key, 0);
      runtime.wish(wish(key.slot(Slot.ENTRY)));
      if (random.nextInt(4) > 0) {
        runtime.wish(wish(key.slot(Slot.EXIT)));
      }
    }
    simulation.lostOrders(this::orderLost);
    random = simulation.random("operator", steps++);
    later();
    resumeLater(0);
  }

  private void resumeLater(int times) {
    Duration pause = Duration.ofSeconds(60 + simulation.random("resume", times).nextInt(180));
    if (simulation.now().plus(pause).isBefore(until)) {
      simulation.later(
          pause,
          () -> {
            runtime.resume();
            resumeLater(times + 1);
          });
    }
  }

  /** An order has an unknown outcome: the operator sometimes kills its watcher then. */
  private void orderLost(String slot) {
    Random lost = simulation.random("lost order of " + slot);
    if (lost.nextInt(3) == 0 && simulation.now().isBefore(until)) {
      Duration soon = Duration.ofMillis(2_000 + lost.nextInt(2_000));
      simulation.anyMoment(soon, () -> keys.forEach(key -> killIf(key, slot)));
    }
  }

  private void killIf(WatcherKey key, String slot) {
    for (Slot kind : Slot.values()) {
      if (key.slot(kind).toString().equals(slot)) {
        runtime.kill(runtime.slot(key.slot(kind)));
      }
    }
  }

  private void later() {
    Duration pause = Duration.ofMillis(200 + random.nextInt(25_000));
    if (simulation.now().plus(pause).isBefore(until)) {
      simulation.anyMoment(pause, this::act);
    }
  }

  private void act() {
    random = simulation.random("operator", steps++);
    SlotId slot = keys.get(random.nextInt(keys.size())).slot(Slot.values()[random.nextInt(2)]);
    int dice = random.nextInt(20);
    if (dice < 11) {
      runtime.wish(wish(slot));
    } else if (dice < 13) {
      runtime.stop(runtime.slot(slot));
    } else if (dice < 18) {
      runtime.kill(runtime.slot(slot));
    } else {
      simulation.killIn(1 + random.nextInt(60));
    }
    later();
  }

  private Wish wish(SlotId slot) {
    return slot.slot() == Slot.ENTRY ? entry(slot.key()) : exit(slot.key());
  }

  private EntryWish entry(WatcherKey key) {
    boolean force = random.nextInt(10) == 0;
    return new EntryWish(
        key,
        price(key, key.side(), -0.002 + 0.006 * random.nextDouble()),
        quantity(key),
        new BigDecimal("0.02"),
        expiry(),
        poll(),
        force,
        null);
  }

  private ExitWish exit(WatcherKey key) {
    return new ExitWish(
        key,
        price(key, key.side().opposite(), -0.001 + 0.007 * random.nextDouble()),
        random.nextInt(4) == 0 ? quantity(key) : null,
        random.nextBoolean() ? new BigDecimal("0.001") : BigDecimal.ZERO,
        random.nextInt(3) == 0 ? expiry() : null,
        poll(),
        false,
        false);
  }

  private Instant expiry() {
    return simulation.now().plusSeconds(60 + random.nextInt(500));
  }

  private Duration poll() {
    return Duration.ofSeconds(POLLS[random.nextInt(POLLS.length)]);
  }

  /**
   * A price at this distance on the passive side of the market, with more decimals than the asset
   * has.
   */
  private Price price(WatcherKey key, Side orderSide, double distance) {
    double last = simulation.exchange().lastPrice(key.symbol()).doubleValue();
    double price = last * (1 + (orderSide == Side.BUY ? -distance : distance));
    int decimals = instrument(key).decimals() + random.nextInt(4);
    return new Price(BigDecimal.valueOf(price).setScale(decimals, RoundingMode.HALF_EVEN));
  }

  private Quantity quantity(WatcherKey key) {
    ModelMarket.Instrument instrument = instrument(key);
    double money = 100 + 1_400 * random.nextDouble();
    BigDecimal quantity = BigDecimal.valueOf(money / instrument.price());
    return new Quantity(
        instrument.symbol().isCrypto()
            ? quantity.setScale(4 + random.nextInt(7), RoundingMode.UP)
            : quantity.setScale(0, RoundingMode.UP));
  }

  private ModelMarket.Instrument instrument(WatcherKey key) {
    return instruments.stream()
        .filter(candidate -> candidate.symbol().equals(key.symbol()))
        .findFirst()
        .orElseThrow();
  }
}

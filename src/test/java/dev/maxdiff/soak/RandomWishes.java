package dev.maxdiff.soak;

import dev.maxdiff.chaos.ChaosMarket;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.http.RuntimeClient;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;

/** Random wishes and stops for five keys on each symbol; the seed decides them. */
final class RandomWishes {

  /** The number of slots, each with a watcher. */
  static final int SLOTS = 30;

  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration LIFE = Duration.ofHours(3);

  private final Random random;
  private final RuntimeClient runtime;
  private final List<SlotId> slots = new ArrayList<>();
  private int wished;
  private int stopped;
  private int unanswered;

  RandomWishes(long seed, RuntimeClient runtime) {
    this.random = new Random(seed);
    this.runtime = runtime;
    for (int i = 0; slots.size() < SLOTS; i++) {
      Symbol symbol = ChaosMarket.SYMBOLS.get(i % ChaosMarket.SYMBOLS.size());
      WatcherKey key = new WatcherKey(symbol, Side.BUY, new Strategy("s" + i));
      slots.add(key.slot(Slot.ENTRY));
      slots.add(key.slot(Slot.EXIT));
    }
  }

  void sendAll() {
    slots.forEach(this::wish);
  }

  /** Sends a newer wish for a random slot or stops it. */
  void sendNext() {
    SlotId slot = slots.get(random.nextInt(slots.size()));
    if (random.nextInt(8) > 0) {
      wish(slot);
    } else {
      stop(slot);
    }
  }

  private void wish(SlotId slot) {
    wished++;
    send(() -> runtime.want(request(slot)).toCompletableFuture().join());
  }

  private void stop(SlotId slot) {
    stopped++;
    WatcherKey key = slot.key();
    StopRequest request =
        new StopRequest(key.symbol(), key.side(), key.strategy(), slot.slot(), false);
    send(() -> runtime.stop(request).toCompletableFuture().join());
  }

  /** Sends a request. A wish may get no answer while the broker has no quote; later wishes do. */
  private void send(Runnable request) {
    try {
      request.run();
    } catch (CompletionException e) {
      unanswered++;
    }
  }

  private WishRequest request(SlotId slot) {
    boolean entry = slot.slot() == Slot.ENTRY;
    BigDecimal market = ChaosMarket.price(slot.key().symbol());
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
        LIFE,
        null,
        POLL,
        true,
        false,
        false,
        null,
        WishRequest.Source.LOOP);
  }

  @Override
  public String toString() {
    return wished + " wishes, " + stopped + " stops, " + unanswered + " of them unanswered";
  }
}

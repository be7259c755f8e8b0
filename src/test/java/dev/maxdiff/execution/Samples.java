package dev.maxdiff.execution;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Values that the tests of this package share. */
final class Samples {

  static final String US = "abc123";
  static final Instant AT = Instant.parse("2026-01-05T15:00:00Z");
  static final Symbol BTC = Symbol.parse("BTCUSD");
  static final WatcherKey A = WatcherKey.parse("BTCUSD|buy|a");
  static final WatcherKey B = WatcherKey.parse("BTCUSD|buy|b");
  static final WatcherKey SHORT = WatcherKey.parse("AAPL|sell|a");
  static final Asset BTC_ASSET =
      new Asset(
          BTC,
          new Increments(new BigDecimal("0.01"), new BigDecimal("0.0001")),
          new BigDecimal("0.001"),
          true,
          true,
          false);

  private Samples() {}

  static ExecutionSettings settings() {
    return ExecutionSettings.from(ConfigFactory.load(), Venue.EMBEDDED);
  }

  static Pauses noPauses() {
    return new Pauses(List.of(), null, (all, day) -> {});
  }

  static LossBrake noLossBrake(ExecutionSettings settings) {
    return new LossBrake(settings.risk().brakes(), noPauses(), () -> AT, pause -> {});
  }

  static EntryWish entry(WatcherKey key, String price, String target) {
    return new EntryWish(
        key,
        Price.parse(price),
        Quantity.parse(target),
        new BigDecimal("0.0066"),
        AT.plusSeconds(3600),
        Duration.ofSeconds(1),
        false,
        null);
  }

  static ExitWish exit(WatcherKey key, String price) {
    return exit(key, price, false, false);
  }

  static ExitWish exit(WatcherKey key, String price, boolean force, boolean claims) {
    return new ExitWish(
        key,
        Price.parse(price),
        null,
        new BigDecimal("0.001"),
        null,
        Duration.ofSeconds(1),
        force,
        claims);
  }

  static Intent intent(SlotId slot, long n, String quantity, String at, String replaces) {
    return new Intent(
        slot,
        1,
        n,
        new ClientOrderId(US, slot, 1, n).toString(),
        Quantity.parse(quantity),
        Price.parse(at),
        TimeInForce.GTC,
        replaces);
  }

  static Position position(String symbol, String quantity) {
    BigDecimal value = new BigDecimal(quantity);
    return new Position(Symbol.parse(symbol), value, value, BigDecimal.TEN, BigDecimal.TEN);
  }

  static OwnOrder own(
      SlotId slot, int n, String qty, String filled, String at, OrderStatus status) {
    String id = new ClientOrderId(US, slot, 1, n).toString();
    return new OwnOrder(slot, 1, order(id, slot, n, qty, filled, at, status));
  }

  static Order order(
      String clientOrderId,
      SlotId slot,
      int n,
      String qty,
      String filled,
      String at,
      OrderStatus status) {
    BigDecimal done = new BigDecimal(filled);
    return new Order(
        slot + "#" + n,
        clientOrderId,
        slot.key().symbol(),
        slot.orderSide(),
        "limit",
        TimeInForce.GTC,
        new BigDecimal(qty),
        done,
        done.signum() == 0 ? null : new BigDecimal(at),
        new BigDecimal(at),
        status,
        AT,
        AT.plusSeconds(n),
        AT,
        null,
        null,
        null,
        null,
        null);
  }

  /** Returns the order with another average price of its fills. */
  static OwnOrder filledAt(OwnOrder own, String price) {
    Order order = own.order();
    return new OwnOrder(
        own.slot(),
        own.generation(),
        new Order(
            order.id(),
            order.clientOrderId(),
            order.symbol(),
            order.side(),
            order.type(),
            order.timeInForce(),
            order.quantity(),
            order.filledQuantity(),
            new BigDecimal(price),
            order.limitPrice(),
            order.status(),
            order.createdAt(),
            order.submittedAt(),
            order.updatedAt(),
            null,
            null,
            null,
            null,
            null));
  }
}

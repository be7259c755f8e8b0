package dev.maxdiff.execution.model;

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

/** Values that the tests of this package share. */
public final class Samples {

  public static final String US = "abc123";
  public static final Instant AT = Instant.parse("2026-01-05T15:00:00Z");
  public static final Symbol BTC = Symbol.parse("BTCUSD");
  public static final WatcherKey A = WatcherKey.parse("BTCUSD|buy|a");
  public static final WatcherKey B = WatcherKey.parse("BTCUSD|buy|b");
  public static final WatcherKey SHORT = WatcherKey.parse("AAPL|sell|a");
  public static final Asset BTC_ASSET =
      new Asset(
          BTC,
          new Increments(new BigDecimal("0.01"), new BigDecimal("0.0001")),
          new BigDecimal("0.001"),
          true,
          true,
          false);

  private Samples() {}

  public static ExecutionSettings settings() {
    return ExecutionSettings.from(ConfigFactory.load(), Venue.EMBEDDED);
  }

  public static EntryWish entry(WatcherKey key, String price, String target) {
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

  public static ExitWish exit(WatcherKey key, String price) {
    return exit(key, price, false, false);
  }

  public static ExitWish exit(WatcherKey key, String price, boolean force, boolean claims) {
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

  public static OrderIntent intent(
      SlotId slot, long n, String quantity, String at, String replaces) {
    return new OrderIntent(
        slot,
        1,
        n,
        new ClientOrderId(US, slot, 1, n).toString(),
        Quantity.parse(quantity),
        Price.parse(at),
        TimeInForce.GTC,
        replaces,
        null);
  }

  public static Position position(String symbol, String quantity) {
    BigDecimal value = new BigDecimal(quantity);
    return new Position(Symbol.parse(symbol), value, value, BigDecimal.TEN, BigDecimal.TEN);
  }

  public static OwnOrder own(
      SlotId slot, int n, String qty, String filled, String at, OrderStatus status) {
    String id = new ClientOrderId(US, slot, 1, n).toString();
    return new OwnOrder(slot, 1, order(id, slot, n, qty, filled, at, status));
  }

  public static Order order(
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
  public static OwnOrder filledAt(OwnOrder own, String price) {
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

package dev.maxdiff.watch.rules;

import static dev.maxdiff.vectors.VectorCase.number;
import static dev.maxdiff.vectors.VectorCase.same;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.PlacementPrice;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.vectors.Deviations;
import dev.maxdiff.vectors.GroupRunner;
import dev.maxdiff.vectors.SmallPositions;
import dev.maxdiff.vectors.VectorCase;
import dev.maxdiff.watch.RunVectorRunner;
import dev.maxdiff.watch.SimulatedBroker;
import dev.maxdiff.watch.child.WatcherSimulation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the cases of single rules of a watcher. */
public final class WatchVectorRunner {

  private WatchVectorRunner() {}

  public static Map<String, GroupRunner> groups() {
    Map<String, GroupRunner> groups = new HashMap<>();
    groups.put("within_tolerance", WatchVectorRunner::withinTolerance);
    groups.put("takeprofit_order_match", WatchVectorRunner::takeprofitOrderMatch);
    groups.put("entry_quantity", WatchVectorRunner::entryQuantity);
    groups.put("sum_order_qty", WatchVectorRunner::sumOrderQuantity);
    groups.put("exit_tracker", WatchVectorRunner::exitTracker);
    groups.put("entry_cash", WatchVectorRunner::entryCash);
    groups.put("realistic_positions", WatchVectorRunner::realisticPositions);
    groups.put("passive_price", WatchVectorRunner::passivePrice);
    groups.put("min_notional", WatchVectorRunner::minNotional);
    groups.put("time_in_force", WatchVectorRunner::timeInForce);
    groups.put("entry_run", RunVectorRunner::entry);
    groups.put("exit_run", RunVectorRunner::exit);
    return groups;
  }

  private static void withinTolerance(VectorCase example) {
    assertThat(
            WatcherOrderRules.withinTolerance(
                Double.parseDouble(example.text("reference")),
                Double.parseDouble(example.text("limit")),
                Double.parseDouble(example.text("tolerance"))))
        .isEqualTo(example.isFlagged("within"));
  }

  private static void takeprofitOrderMatch(VectorCase example) {
    if (example.expect().has("error")) {
      assertThat(example.isFlagged("error")).isTrue();
      List<String> exit =
          List.of(
              "close-position",
              example.text("symbol"),
              "--side=buy",
              "--takeprofit-price=" + example.text("target"),
              "--price-tolerance=" + example.text("tolerance"));
      assertThatThrownBy(() -> WatcherSimulation.parsed(exit, 1))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageStartingWith("price-tolerance: ");
      return;
    }
    BigDecimal tolerance = example.number("tolerance");
    boolean found = false;
    for (JsonNode order : example.input().get("orders")) {
      found |=
          symbol(order).equals(symbol(example.input()))
              && order.get("side").asText().equals(example.text("exit_side"))
              && order.hasNonNull("limit_price")
              && new Price(example.number("target"))
                  .isWithin(tolerance, number(order.get("limit_price")));
    }
    assertThat(found).isEqualTo(example.isFlagged("has_order"));
  }

  private static void entryQuantity(VectorCase example) {
    JsonNode status = example.input().get("status");
    JsonNode expect = example.expect();
    EntryMemory memory =
        new EntryMemory(
            numberOr(status, "pending_qty", "0"),
            status.hasNonNull("pending_expires_at")
                ? instant(status.get("pending_expires_at"))
                : null,
            numberOr(status, "position_qty", "0"),
            false,
            null);

    EntryExposure exposure =
        EntryExposure.of(
            memory,
            example.number("current_qty"),
            example.number("open_order_qty"),
            example.number("target_qty"),
            instant(example.input().get("now")),
            Duration.ofSeconds(example.input().get("pending_ttl_seconds").asLong()));

    same(exposure.effective(), expect.get("effective_qty"));
    same(exposure.remaining(), expect.get("remaining_qty"));
    same(exposure.pending(), expect.get("pending_qty"));
    assertThat(exposure.targetReached()).isEqualTo(example.isFlagged("target_reached"));
    if (expect.has("pending_expires_at")) {
      Instant expected =
          expect.get("pending_expires_at").isNull()
              ? null
              : instant(expect.get("pending_expires_at"));
      assertThat(exposure.pendingExpiresAt()).isEqualTo(expected);
    }
  }

  private static void sumOrderQuantity(VectorCase example) {
    List<JsonNode> quantities = new ArrayList<>();
    example.input().get("qtys").forEach(quantities::add);
    if (Deviations.UNREADABLE_IS_NOT_ZERO.appliesTo(example)) {
      assertThatThrownBy(() -> orders(quantities)).isInstanceOf(InvalidValueException.class);
      quantities.removeIf(quantity -> !quantity.isNull() && !VectorCase.isNumber(quantity));
    }
    same(OwnOrders.openQuantity(orders(quantities)), example.expect().get("sum"));
  }

  private static List<Order> orders(List<JsonNode> quantities) {
    List<Order> orders = new ArrayList<>();
    for (JsonNode quantity : quantities) {
      ObjectNode order = JsonNodeFactory.instance.objectNode();
      order.put("id", "1").put("client_order_id", "1").put("symbol", "AAPL").put("side", "buy");
      order.put("type", "limit").put("time_in_force", "gtc").put("status", "new");
      order.set("qty", quantity);
      orders.add(AlpacaReader.order(order));
    }
    return orders;
  }

  /** Own orders have filled the quantity by which the position shrank. */
  private static void exitTracker(VectorCase example) {
    JsonNode given = example.input().get("target_qty");
    BigDecimal target = null;
    if (Deviations.NUMBER_REFUSED_AT_THE_BORDER.appliesTo(example)) {
      assertThatThrownBy(() -> Quantity.parse(given.asText()))
          .isInstanceOf(InvalidValueException.class);
    } else if (!given.isNull()) {
      target = number(given);
    }
    boolean partial = target != null && target.signum() > 0;
    assertThat(partial).isEqualTo(example.isFlagged("partial"));
    assertThat(example.expect().get("steps")).hasSameSizeAs(example.input().get("positions"));
    if (Deviations.TARGET_BEYOND_THE_POSITION.appliesTo(example)) {
      BigDecimal first = Deviations.firstPosition(example);
      ExitTarget kept = ExitTarget.of(target, BigDecimal.ZERO, first);
      assertThat(kept.order()).isEqualByComparingTo(first);
      assertThat(kept.remaining()).isEqualByComparingTo(target);
      target = first;
    }
    exitSteps(example, target);
  }

  private static void exitSteps(VectorCase example, BigDecimal target) {
    BigDecimal filled = BigDecimal.ZERO;
    BigDecimal before = BigDecimal.ZERO;
    int index = 0;
    for (JsonNode seen : example.input().get("positions")) {
      BigDecimal position = number(seen);
      filled = filled.add(before.subtract(position).max(BigDecimal.ZERO));
      before = position;

      ExitTarget step = ExitTarget.of(target, filled, position);

      JsonNode expected = example.expect().get("steps").get(index);
      same(step.order(), expected.get(0));
      same(step.remaining(), expected.get(1));
      assertThat(step.reached()).isEqualTo(expected.get(2).booleanValue());
      index++;
    }
  }

  private static void entryCash(VectorCase example) {
    JsonNode money = example.input().get("account");
    Account account =
        SimulatedBroker.account(
            number(money.get("cash")),
            number(money.get("equity")),
            number(money.get("buying_power")));

    boolean allowed =
        EntryCash.allows(side(example), example.number("price"), example.number("qty"), account);

    if (Deviations.SHORTS_BY_THEIR_SIZE.appliesTo(example)) {
      BigDecimal notional = example.number("price").multiply(example.number("qty"));
      assertThat(allowed)
          .isEqualTo(
              notional.signum() > 0 && notional.compareTo(number(money.get("buying_power"))) <= 0);
      BigDecimal most = number(money.get("equity")).multiply(new BigDecimal("1.05"));
      allowed = notional.signum() > 0 && number(money.get("buying_power")).compareTo(most) <= 0;
    }
    assertThat(allowed).isEqualTo(example.isFlagged("allowed"));
  }

  /** A position counts when an exit watcher places an order for it. */
  private static void realisticPositions(VectorCase example) {
    List<String> counted = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (JsonNode position : example.input().get("positions")) {
      all.add(position.get("symbol").asText());
      if (isExited(symbol(position), number(position.get("qty")))) {
        counted.add(position.get("symbol").asText());
      }
    }
    if (Deviations.EVERY_POSITION_COUNTS.appliesTo(example)) {
      assertThat(counted).isEqualTo(all);
      counted = SmallPositions.without(example);
    }
    List<String> expected = new ArrayList<>();
    example.expect().get("kept").forEach(symbol -> expected.add(symbol.asText()));
    assertThat(counted).isEqualTo(expected);
  }

  private static boolean isExited(Symbol symbol, BigDecimal quantity) {
    SimulatedBroker broker = new SimulatedBroker(symbol, Instant.parse("2025-11-04T15:00:00Z"));
    broker.position = quantity;
    String side = quantity.signum() < 0 ? "sell" : "buy";
    WatcherSimulation watcher =
        new WatcherSimulation(
            broker,
            List.of(
                "close-position",
                symbol.text(),
                "--side=" + side,
                "--takeprofit-price=100",
                "--expiry-minutes=60"));
    watcher.poll();
    return broker.open().stream()
        .anyMatch(order -> order.quantity().compareTo(quantity.abs()) == 0);
  }

  private static void passivePrice(VectorCase example) {
    if (Deviations.NO_SIDE_AT_ALL.appliesTo(example)) {
      assertThatThrownBy(() -> Side.parse(example.text("side")))
          .isInstanceOf(InvalidValueException.class);
      same(example.number("price"), example.expect().get("price"));
      return;
    }
    BigDecimal one = BigDecimal.ONE;
    JsonNode input = example.input();
    Quote quote =
        new Quote(
            numberOr(input, "bid", "0"), one, numberOr(input, "ask", "0"), one, Instant.EPOCH);

    BigDecimal price = example.number("price");
    PlacementPrice entry =
        new PlacementPrice(Slot.ENTRY, side(example), new Price(price), Increments.CRYPTO);
    same(entry.at(quote).value(), example.expect().get("price"));
  }

  private static void minNotional(VectorCase example) {
    Map<String, String> environment = new HashMap<>();
    example
        .input()
        .get("env")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));

    same(
        WatcherOrderRules.raisedToMinimum(
            symbol(example.input()), example.number("qty"), example.number("price"), environment),
        example.expect().get("qty"));
  }

  private static void timeInForce(VectorCase example) {
    JsonNode given = example.input().get("qty");
    BigDecimal quantity = given.isNull() ? null : number(given);

    TimeInForce life = WatcherOrderRules.timeInForce(symbol(example.input()), quantity);
    if (Deviations.COIN_BY_ITS_FORM.appliesTo(example)) {
      assertThat(life).isEqualTo(TimeInForce.GTC);
      assertThat(example.expect().get("tif").asText()).isEqualTo("day");
      return;
    }
    assertThat(life).hasToString(example.expect().get("tif").asText());
  }

  private static Side side(VectorCase example) {
    return Side.meant(example.text("side")).orElseThrow();
  }

  private static Symbol symbol(JsonNode node) {
    return Symbol.parse(node.get("symbol").asText());
  }

  private static BigDecimal numberOr(JsonNode node, String field, String absent) {
    return node.hasNonNull(field) ? number(node.get(field)) : new BigDecimal(absent);
  }

  private static Instant instant(JsonNode node) {
    String text = node.asText();
    boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d");
    return java.time.OffsetDateTime.parse(zoned ? text : text + "Z").toInstant();
  }
}

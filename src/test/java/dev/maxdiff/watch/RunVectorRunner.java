package dev.maxdiff.watch;

import static dev.maxdiff.vectors.VectorCase.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.vectors.Deviations;
import dev.maxdiff.vectors.VectorCase;
import dev.maxdiff.watch.child.WatcherSimulation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** Runs whole watchers against a simulated broker, poll by poll. */
public final class RunVectorRunner {

  private RunVectorRunner() {}

  public static void entry(VectorCase example) {
    check(example, "open-position");
  }

  public static void exit(VectorCase example) {
    check(example, "close-position");
  }

  private static void check(VectorCase example, String command) {
    if (Deviations.NUMBER_REFUSED_AT_THE_BORDER.appliesTo(example)) {
      List<String> arguments = arguments(command, example.input());
      assertThatThrownBy(() -> WatcherSimulation.parsed(arguments, 1))
          .isInstanceOf(InvalidValueException.class);
      checkNothingWasDone(example.expect());
      return;
    }
    WatcherSimulation run = run(command, example.input());
    if (Deviations.RIGHT_EXIT_STAYS_AT_ANY_AGE.appliesTo(example)) {
      assertThat(run.broker.log).as("requests for an exit that is right").isEmpty();
      skip(example, Deviations.RIGHT_EXIT_STAYS_AT_ANY_AGE);
    }
    if (Deviations.PASSED_TAKE_PROFIT_SELLS.appliesTo(example)) {
      checkPassedTakeProfit(example, run.broker);
      skip(example, Deviations.PASSED_TAKE_PROFIT_SELLS);
    }
    check(example, run);
  }

  private static void skip(VectorCase example, Deviations deviation) {
    throw new TestAbortedException(example + " is skipped: " + deviation.reason());
  }

  /** The first order of a long crosses the bid, and never leaves its price for a worse one. */
  private static void checkPassedTakeProfit(VectorCase example, SimulatedBroker broker) {
    BigDecimal bid = number(example.input().get("quote").get("bid"));
    BigDecimal wished = number(example.input().get("args").get("takeprofit_price"));
    assertThat(broker.log.get(0).order().limitPrice())
        .isGreaterThanOrEqualTo(wished)
        .isLessThanOrEqualTo(bid)
        .isGreaterThanOrEqualTo(bid.multiply(new BigDecimal("0.995")));
  }

  /** The older watcher ended at once too, without a state. */
  private static void checkNothingWasDone(JsonNode expect) {
    assertThat(expect.path("states")).isEmpty();
    assertThat(expect.path("broker")).isEmpty();
    assertThat(expect.path("last")).isEmpty();
    assertThat(expect.path("active").asBoolean()).isFalse();
    assertThat(expect.path("end").asText("returned")).isEqualTo("returned");
  }

  private static WatcherSimulation run(String command, JsonNode input) {
    Symbol symbol = Symbol.parse(input.get("symbol").asText());
    SimulatedBroker broker = new SimulatedBroker(symbol, Instant.parse(input.get("now").asText()));
    broker.quote = quote(input.get("quote"));
    if (input.hasNonNull("account")) {
      broker.account = account(input.get("account"));
    }
    WatcherSimulation simulation = new WatcherSimulation(broker, arguments(command, input));
    for (int poll = 0; poll < input.get("polls").asInt() && simulation.end.isEmpty(); poll++) {
      broker.failReads = null;
      broker.hideOrders = false;
      broker.rejection = null;
      for (JsonNode event : input.get("events").path(Integer.toString(poll))) {
        apply(event, broker);
      }
      simulation.poll();
    }
    return simulation;
  }

  private static List<String> arguments(String command, JsonNode input) {
    List<String> arguments = new ArrayList<>(List.of(command, input.get("symbol").asText()));
    JsonNode given = input.get("args");
    given
        .properties()
        .forEach(
            arg -> {
              String option = "--" + arg.getKey().replace('_', '-');
              arguments.add(
                  arg.getValue().isBoolean() ? option : option + "=" + arg.getValue().asText());
            });
    if (!given.has("expiry_minutes")) {
      arguments.add("--expiry-minutes=1440"); // every watcher of the older system had an expiry
    }
    return arguments;
  }

  private static void apply(JsonNode event, SimulatedBroker broker) {
    String what = event.properties().iterator().next().getKey();
    JsonNode value = event.get(what);
    switch (what) {
      case "quote" -> broker.quote = quote(value);
      case "position" -> broker.position = value.isNull() ? BigDecimal.ZERO : signed(value);
      case "account" -> broker.account = account(value);
      case "fill_all" -> broker.fillAll();
      case "drop_orders" -> broker.dropOrders();
      case "add_order" ->
          broker.add(
              value.get("id").asText(),
              null,
              Side.parse(value.get("side").asText()),
              value.get("qty").asText(),
              value.get("limit_price").asText(),
              Instant.parse(value.get("submitted_at").asText()));
      case "error" -> broker.failReads = value.asText();
      case "hide_orders" -> broker.hideOrders = true;
      case "reject_orders" -> broker.rejection = value.asText();
      default -> throw new IllegalArgumentException("event " + what);
    }
  }

  private static BigDecimal signed(JsonNode position) {
    BigDecimal quantity = number(position.get("qty"));
    return position.path("side").asText().equals("short") ? quantity.abs().negate() : quantity;
  }

  private static Account account(JsonNode money) {
    return SimulatedBroker.account(
        number(money.get("cash")), number(money.get("equity")), number(money.get("buying_power")));
  }

  private static Quote quote(JsonNode node) {
    return node == null || node.isNull()
        ? null
        : new Quote(
            offered(node, "bid"),
            BigDecimal.TEN,
            offered(node, "ask"),
            BigDecimal.TEN,
            Instant.EPOCH);
  }

  private static BigDecimal offered(JsonNode quote, String field) {
    return quote.hasNonNull(field) ? number(quote.get(field)) : BigDecimal.ZERO;
  }

  private static void check(VectorCase example, WatcherSimulation run) {
    JsonNode expect = example.expect();
    assertThat(example.expect()).as("an expectation").isNotEmpty();
    boolean uncovered =
        Deviations.UNCOVERED_EXIT_KEEPS_ITS_ORDER.appliesTo(example)
            && run.broker.position.signum() != 0;
    if (expect.has("states")) {
      List<String> states = new ArrayList<>();
      expect.get("states").forEach(s -> states.add(s.get(0).asText() + " " + s.get(1).asText()));
      if (uncovered) {
        int last = states.size() - 1;
        states.set(last, states.get(last).replace("expired", "expired_uncovered"));
      }
      assertThat(run.states).isEqualTo(states);
    }
    if (expect.has("broker")) {
      List<JsonNode> lines = new ArrayList<>();
      expect.get("broker").forEach(lines::add);
      if (uncovered) {
        removeLastCancels(lines, run.broker.open());
      }
      if (Deviations.ONLY_ITS_OWN_SIDE.appliesTo(example)) {
        lines.removeIf(line -> Deviations.otherSidesOrders(example).contains(line.get(1).asText()));
      }
      checkBroker(example, run.broker.log, lines);
    }
    if (expect.has("end")) {
      String end = run.end.isEmpty() ? "running" : run.end.getAsInt() == 0 ? "returned" : "failed";
      assertThat(end).isEqualTo(expect.get("end").asText());
    }
    if (expect.has("active")) {
      assertThat(run.last.get("active")).isEqualTo(expect.get("active"));
    }
    expect
        .path("last")
        .properties()
        .forEach(
            field ->
                checkField(
                    field.getKey(),
                    run.last.get(field.getKey()),
                    field.getValue(),
                    uncovered && field.getKey().equals("state")));
  }

  /** The older watcher cancelled the orders that stay here. */
  private static void removeLastCancels(List<JsonNode> lines, List<Order> standing) {
    assertThat(standing).hasSize(1);
    for (Order order : standing) {
      JsonNode last = lines.remove(lines.size() - 1);
      assertThat(last.get(0).asText()).isEqualTo("cancel");
      assertThat(last.get(1).asText()).isEqualTo(order.id());
    }
  }

  private static void checkBroker(
      VectorCase example, List<SimulatedBroker.Asked> log, List<JsonNode> expected) {
    assertThat(log).hasSize(expected.size());
    for (int i = 0; i < log.size(); i++) {
      SimulatedBroker.Asked asked = log.get(i);
      JsonNode line = expected.get(i);
      assertThat(asked.what()).isEqualTo(line.get(0).asText());
      if (asked.what().equals("cancel")) {
        assertThat(asked.id()).isEqualTo(line.get(1).asText());
        continue;
      }
      Order order = asked.order();
      assertThat(order.symbol()).isEqualTo(Symbol.parse(line.get(1).asText()));
      assertThat(order.side()).hasToString(line.get(2).asText());
      VectorCase.same(order.quantity(), line.get(3));
      assertThat(order.timeInForce()).hasToString(line.get(5).asText());
      if (!isOnlyRoundedOtherwise(example, order, number(line.get(4)))) {
        VectorCase.same(order.limitPrice(), line.get(4));
      }
    }
  }

  /** Returns whether the expected limit is an input price in cents, and ours its passive price. */
  private static boolean isOnlyRoundedOtherwise(
      VectorCase example, Order order, BigDecimal expected) {
    if (!Deviations.PRICE_TO_THE_PASSIVE_SIDE.appliesTo(example)) {
      return false;
    }
    Increments increments = Increments.of(order.symbol().assetClass());
    return Deviations.prices(example).stream()
        .filter(price -> price.setScale(2, RoundingMode.HALF_EVEN).compareTo(expected) == 0)
        .map(price -> increments.passive(order.side(), new Price(price)).value())
        .anyMatch(price -> price.compareTo(order.limitPrice()) == 0);
  }

  private static void checkField(
      String field, JsonNode actual, JsonNode expected, boolean uncovered) {
    if (uncovered) {
      assertThat(expected.asText()).isEqualTo("expired");
      assertThat(actual.asText()).isEqualTo("expired_uncovered");
      return;
    }
    if (expected.isNull()) {
      assertThat(actual == null || actual.isNull()).as(field).isTrue();
      return;
    }
    assertThat(actual).as(field).isNotNull();
    if (expected.isNumber()) {
      assertThat(actual.doubleValue())
          .as(field)
          .isCloseTo(expected.doubleValue(), within(Math.abs(expected.doubleValue()) * 1e-9));
    } else {
      assertThat(actual.asText()).as(field).isEqualTo(expected.asText());
    }
  }
}

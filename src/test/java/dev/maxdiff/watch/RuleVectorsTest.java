package dev.maxdiff.watch;

import static dev.maxdiff.watch.Vectors.number;
import static dev.maxdiff.watch.Vectors.numberOr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of single rules. Where a text is no number, our border refuses it (promise P11). */
class RuleVectorsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void withinTolerance(String name, JsonNode input, JsonNode expect) {
    for (String field : new String[] {"reference", "limit", "tolerance"}) {
      String text = input.get(field).asText();
      if (text.equals("NaN") || text.equals("Infinity")) {
        assertThatThrownBy(() -> Price.parse(text)).isInstanceOf(InvalidValueException.class);
        return;
      }
    }
    assertThat(
            OrderRules.withinTolerance(
                number(input.get("reference")),
                number(input.get("limit")),
                number(input.get("tolerance"))))
        .isEqualTo(expect.get("within").booleanValue());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void takeprofitOrderMatch(String name, JsonNode input, JsonNode expect) {
    BigDecimal tolerance = number(input.get("tolerance"));
    if (expect.has("error")) {
      assertThatThrownBy(() -> exit(tolerance)).isInstanceOf(InvalidValueException.class);
      return;
    }
    boolean found = false;
    for (JsonNode order : input.get("orders")) {
      found |=
          symbol(order).equals(symbol(input))
              && order.get("side").asText().equals(input.get("exit_side").asText())
              && !order.get("limit_price").isNull()
              && OrderRules.matches(
                  number(order.get("limit_price")), number(input.get("target")), tolerance);
    }
    assertThat(found).isEqualTo(expect.get("has_order").booleanValue());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void entryQuantity(String name, JsonNode input, JsonNode expect) {
    JsonNode status = input.get("status");
    EntryMemory memory =
        new EntryMemory(
            numberOr(status, "pending_qty", "0"),
            status.has("pending_expires_at") ? instant(status.get("pending_expires_at")) : null,
            numberOr(status, "position_qty", "0"),
            false,
            null);

    EntryExposure exposure =
        EntryExposure.of(
            memory,
            number(input.get("current_qty")),
            number(input.get("open_order_qty")),
            number(input.get("target_qty")),
            instant(input.get("now")),
            Duration.ofSeconds(input.get("pending_ttl_seconds").asLong()));

    same(exposure.effective(), expect.get("effective_qty"));
    same(exposure.remaining(), expect.get("remaining_qty"));
    same(exposure.pending(), expect.get("pending_qty"));
    assertThat(exposure.targetReached()).isEqualTo(expect.get("target_reached").booleanValue());
    if (expect.has("pending_expires_at")) {
      assertThat(exposure.pendingExpiresAt()).isEqualTo(instant(expect.get("pending_expires_at")));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void exitTracker(String name, JsonNode input, JsonNode expect) {
    String text = input.get("target_qty").asText();
    boolean whole = input.get("target_qty").isNull();
    if (!whole && !expect.get("partial").booleanValue()) {
      assertThatThrownBy(() -> Quantity.parse(text)).isInstanceOf(InvalidValueException.class);
      return;
    }
    BigDecimal target = whole ? null : new BigDecimal(text);
    BigDecimal first = null;
    for (int i = 0; i < input.get("positions").size(); i++) {
      BigDecimal position = number(input.get("positions").get(i));
      if (first == null && position.signum() > 0) {
        first = position;
      }
      BigDecimal filled = first == null ? BigDecimal.ZERO : first.subtract(position);

      ExitTarget step = ExitTarget.of(target, filled, position);

      JsonNode expected = expect.get("steps").get(i);
      same(step.order(), expected.get(0));
      same(step.remaining(), expected.get(1));
      assertThat(step.reached()).isEqualTo(expected.get(2).booleanValue());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void entryCash(String name, JsonNode input, JsonNode expect) {
    JsonNode money = input.get("account");
    Account account =
        SimulatedBroker.account(
            number(money.get("cash")),
            number(money.get("equity")),
            number(money.get("buying_power")));

    assertThat(
            EntryCash.allows(
                Side.parse(input.get("side").asText()),
                number(input.get("price")),
                number(input.get("qty")),
                account))
        .isEqualTo(expect.get("allowed").booleanValue());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void passivePrice(String name, JsonNode input, JsonNode expect) {
    if (input.get("side").asText().equals("x")) {
      assertThatThrownBy(() -> Side.parse("x")).isInstanceOf(InvalidValueException.class);
      return;
    }
    BigDecimal one = BigDecimal.ONE;
    Quote quote =
        new Quote(
            numberOr(input, "bid", "0"), one, numberOr(input, "ask", "0"), one, Instant.EPOCH);

    same(
        OrderRules.passive(
            Side.parse(input.get("side").asText()), number(input.get("price")), quote),
        expect.get("price"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void minNotional(String name, JsonNode input, JsonNode expect) {
    Map<String, String> environment = new HashMap<>();
    input.get("env").properties().forEach(e -> environment.put(e.getKey(), e.getValue().asText()));

    same(
        OrderRules.raisedToMinimum(
            symbol(input), number(input.get("qty")), number(input.get("price")), environment),
        expect.get("qty"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void timeInForce(String name, JsonNode input, JsonNode expect) {
    if (input.get("qty").isNull()) {
      return; // an order without a quantity cannot be made here
    }
    assertThat(OrderRules.timeInForce(symbol(input), number(input.get("qty"))))
        .hasToString(expect.get("tif").asText());
  }

  static Stream<Arguments> withinTolerance() {
    return Vectors.group("within_tolerance");
  }

  static Stream<Arguments> takeprofitOrderMatch() {
    return Vectors.group("takeprofit_order_match");
  }

  static Stream<Arguments> entryQuantity() {
    return Vectors.group("entry_quantity");
  }

  static Stream<Arguments> exitTracker() {
    return Vectors.group("exit_tracker");
  }

  static Stream<Arguments> entryCash() {
    return Vectors.group("entry_cash");
  }

  static Stream<Arguments> passivePrice() {
    return Vectors.group("passive_price");
  }

  static Stream<Arguments> minNotional() {
    return Vectors.group("min_notional");
  }

  static Stream<Arguments> timeInForce() {
    return Vectors.group("time_in_force");
  }

  private static ExitParameters exit(BigDecimal tolerance) {
    return new ExitParameters(
        Symbol.parse("AAPL"),
        Side.BUY,
        Price.parse("100"),
        null,
        tolerance,
        null,
        Duration.ofSeconds(45),
        Increments.EQUITY,
        Instant.EPOCH,
        0,
        0);
  }

  private static Symbol symbol(JsonNode node) {
    return Symbol.parse(node.get("symbol").asText());
  }

  private static Instant instant(JsonNode node) {
    String text = node.asText();
    return Instant.parse(text.endsWith("Z") ? text : text + "Z");
  }

  private static void same(BigDecimal actual, JsonNode expected) {
    double value = number(expected).doubleValue();
    assertThat(actual.doubleValue()).isCloseTo(value, within(Math.abs(value) * 1e-9));
  }
}

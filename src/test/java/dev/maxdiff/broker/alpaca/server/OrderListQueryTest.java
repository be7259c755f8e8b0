package dev.maxdiff.broker.alpaca.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.broker.ListedOrder;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Five orders: 1 and 2 are closed; 2 and 4 sell; 5 is of a stock. */
class OrderListQueryTest {

  private static final Instant START = Instant.parse("2013-11-25T00:00:00Z");
  private static final Comparator<Listed> BY_NUMBER = Comparator.comparingInt(Listed::number);
  private static final List<Listed> ORDERS =
      IntStream.rangeClosed(1, 5).mapToObj(Listed::new).toList();

  private record Listed(int number) implements ListedOrder {

    @Override
    public String id() {
      return "id-" + number;
    }

    @Override
    public Symbol symbol() {
      return Symbol.parse(number == 5 ? "AAPL" : "BTCUSD");
    }

    @Override
    public Side side() {
      return number % 2 == 0 ? Side.SELL : Side.BUY;
    }

    @Override
    public Instant submittedAt() {
      return START.plusSeconds(number);
    }

    @Override
    public boolean isOpen() {
      return number > 2;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 5 4 3",
        "status=&limit=&after=&until=&symbols=&side=&asset_class=&direction=&nested= | 5 4 3",
        "before_order_id=&after_order_id=&status=  | 5 4 3",
        "status=closed | 2 1",
        "status=all | 5 4 3 2 1",
        "status=all&direction=asc | 1 2 3 4 5",
        "status=all&limit=2 | 5 4",
        "status=all&limit=2&direction=asc | 1 2",
        "side=sell | 4",
        "side=BUY | 5 3",
        "symbols=btc/usd | 4 3",
        "symbols=AAPL, BTCUSD | 5 4 3",
        "symbols=AAPL&symbols=MSFT | 5",
        "asset_class=crypto | 4 3",
        "asset_class=us_equity,us_option | 5",
        "asset_class=all | 5 4 3",
        "nested=true | 5 4 3",
        "status=all&after=2013-11-25T00:00:03Z | 5 4",
        "status=all&after=2013-11-25T00:00:03Z&direction=asc | 4 5",
        "status=all&until=2013-11-25T00:00:03Z | 2 1",
        "status=all&until=2013-11-25T00:00:03Z&direction=asc | 1 2",
        "status=all&after=2013-11-25T01:00:02 01:00 | 5 4 3",
        "status=all&after=2013-11-25T00:00:02.000001 | 5 4 3",
        "status=all&after=2013-11-26 | ''",
        "status=all&after_order_id=id-3 | 5 4",
        "status=all&after_order_id=id-3&direction=asc | 4 5",
        "status=all&before_order_id=id-3 | 2 1",
        "status=all&before_order_id=id-3&direction=asc | 1 2",
      })
  void aFilterSelectsTheSameFromOrderedAndUnorderedOrders(String query, String numbers) {
    OrderListQuery filter = OrderListQuery.of(parameters(query));
    List<Listed> ordered = new ArrayList<>(ORDERS);
    if (filter.newestFirst()) {
      Collections.reverse(ordered);
    }
    List<Listed> mixed = List.of(3, 1, 5, 2, 4).stream().map(Listed::new).toList();

    assertThat(
            filter
                .select(ordered.stream(), BY_NUMBER, OrderListQueryTest::byId)
                .map(order -> "" + order.number()))
        .containsExactly(numbers.isEmpty() ? new String[0] : numbers.split(" "));
    assertThat(filter.selectUnordered(mixed.stream(), BY_NUMBER, OrderListQueryTest::byId))
        .containsExactlyElementsOf(
            filter.select(ordered.stream(), BY_NUMBER, OrderListQueryTest::byId).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status=some | status: some (expected: open, closed, all)",
        "status=OPEN | status: OPEN (expected: open, closed, all)",
        "limit=0 | limit: 0 (expected: 1 to 500)",
        "limit=501 | limit: 501 (expected: 1 to 500)",
        "limit=x | limit: x (expected: 1 to 500)",
        "direction=up | direction: up (expected: asc, desc)",
        "nested=yes | nested: yes (expected: true, false)",
        "side=long | side: long (expected: use --side buy; the exit will SELL)",
        "side=b | side: b (expected: buy or sell; did you mean buy?)",
        "symbols=BTCUSD,../x | symbols: ../x (expected: symbols like BTCUSD,AAPL)",
        "asset_class=coins | asset_class: coins (expected: us_equity, us_option, crypto",
        "after=yesterday | after: yesterday (expected: a time like 2013-11-25T00:00:00Z)",
        "until=2013-13-01 | until: 2013-13-01 (expected: a time like 2013-11-25T00:00:00Z)",
        "status=open&status=all | status: open and all (expected: one value)",
        "sides=buy | sides: buy (expected: one of after, after_order_id, asset_class,",
        "before_order_id=id-1&after_order_id=id-2 | before_order_id: id-1 (expected: no value",
      })
  void aBadValueIsNamedWithItsExpectation(String query, String message) {
    assertThatThrownBy(() -> OrderListQuery.of(parameters(query)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"before_order_id", "after_order_id"})
  void anUnknownOrderIsNamed(String parameter) {
    OrderListQuery filter = OrderListQuery.of(Map.of(parameter, List.of("id-9")));

    assertThatThrownBy(
            () -> filter.select(ORDERS.stream(), BY_NUMBER, OrderListQueryTest::byId).toList())
        .hasMessage(parameter + ": id-9 (expected: the id of an order)");
  }

  @Test
  void anOrderedListIsReadNoFurtherThanItsAnswer() {
    AtomicInteger read = new AtomicInteger();
    List<Listed> newestFirst = List.of(5, 4, 3, 2, 1).stream().map(Listed::new).toList();
    String query = "status=all&after=2013-11-25T00:00:03Z";

    List<Listed> selected =
        OrderListQuery.of(parameters(query))
            .select(
                newestFirst.stream().peek(order -> read.incrementAndGet()),
                BY_NUMBER,
                OrderListQueryTest::byId)
            .toList();

    assertThat(selected).hasSize(2);
    assertThat(read).hasValue(3); // two orders, and the first one that is too old
  }

  private static Optional<Listed> byId(String id) {
    return ORDERS.stream().filter(order -> order.id().equals(id)).findFirst();
  }

  private static Map<String, List<String>> parameters(String query) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters
            .computeIfAbsent(pair.substring(0, equals), name -> new ArrayList<>())
            .add(pair.substring(equals + 1));
      }
    }
    return parameters;
  }
}

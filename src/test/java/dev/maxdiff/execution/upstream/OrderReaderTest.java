package dev.maxdiff.execution.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.RecordingBroker;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.OtherStarts;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With either way of reading, the known orders equal the orders of the broker. */
class OrderReaderTest {

  private final FakeBroker broker = new FakeBroker();
  private final List<String> requests = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final OrderReader reader =
      new OrderReader(requests(recorded()), Samples.US, null, OtherStarts.NONE, nanos::get);
  private int placed;

  @BeforeEach
  void anOrderASecond() {
    broker.between = Duration.ofSeconds(1);
  }

  @Test
  void oneRequestTellsAllThatMayHaveChanged() {
    Order resting = place(Samples.A);
    BrokerAnswers.await(reader.read());
    requests.clear();
    broker.fill(resting.id(), "0.4");
    place(Samples.B);

    BrokerAnswers.await(reader.read());

    assertThat(requests).containsExactly("orders");
    assertKnown();
  }

  /**
   * Without this an exit that rests for weeks would make every read return all orders that have
   * ended since.
   */
  @Test
  void behindAnOldOpenOrderOnlyWhatIsNewOrOpenIsRead() {
    Order oldest = place(Samples.A);
    List<Order> ended = new ArrayList<>();
    for (int i = 0; i <= OrderReader.MOST; i++) {
      ended.add(place(Samples.B));
    }
    ended.forEach(order -> broker.cancel(order.id()));
    Order ends = place(Samples.B);
    BrokerAnswers.await(reader.read());
    requests.clear();

    BrokerAnswers.await(reader.read());
    assertThat(requests).containsExactly("orders", "orders");
    assertKnown();

    requests.clear();
    broker.fill(oldest.id(), "1");
    broker.cancel(ends.id());
    place(Samples.A);
    BrokerAnswers.await(reader.read());
    assertThat(requests).startsWith("orders", "orders").contains("order");
    assertKnown();

    requests.clear();
    BrokerAnswers.await(reader.read());
    assertThat(requests).containsExactly("orders");
    assertKnown();
  }

  /** Day orders expire together at the close. */
  @Test
  void ordersThatEndAtOnceAreReadWithOneRequest() {
    place(Samples.A);
    List<Order> end = new ArrayList<>();
    for (int i = 0; i <= OrderReader.FEW; i++) {
      end.add(place(Samples.A));
    }
    for (int i = 0; i < OrderReader.MOST; i++) {
      broker.cancel(place(Samples.B).id());
    }
    BrokerAnswers.await(reader.read());
    requests.clear();
    end.forEach(order -> broker.cancel(order.id()));

    BrokerAnswers.await(reader.read());

    assertThat(requests).containsExactly("orders", "orders", "orders");
    assertKnown();
  }

  /** The first orders of an old account are not ours. */
  @Test
  void p14ReadsOnlyTheHistoryOfTheInstallation() {
    Order old = broker.place("web-1", "AAPL", Side.BUY, "1", "90");
    broker.cancel(broker.place("web-2", "AAPL", Side.BUY, "1", "90").id());
    Order first = place(Samples.A);
    Instant since = first.submittedAt().minusMillis(1);
    List<OrderQuery> queries = new ArrayList<>();
    OrderReader bounded =
        new OrderReader(
            requests(querying(queries)), Samples.US, since, OtherStarts.NONE, nanos::get);

    BrokerAnswers.await(bounded.read());

    assertThat(queries).containsExactly(new OrderQuery(false, Set.of(), since), OrderQuery.open());
    assertThat(bounded.own()).extracting(OwnOrder::order).containsExactly(first);
    assertThat(bounded.foreign()).containsExactly(old);
  }

  /** A foreign order that rests for weeks must not make every read return the orders since. */
  @Test
  void p14AnOldForeignOrderDoesNotExtendTheHistory() {
    broker.between = Duration.ofMinutes(10);
    Order old = broker.place("web-1", "AAPL", Side.BUY, "1", "90");
    Order resting = place(Samples.A);
    List<OrderQuery> queries = new ArrayList<>();
    OrderReader other =
        new OrderReader(
            requests(querying(queries)), Samples.US, null, OtherStarts.NONE, nanos::get);
    BrokerAnswers.await(other.read());
    queries.clear();

    BrokerAnswers.await(other.read());
    assertThat(queries).hasSize(2).contains(OrderQuery.open());
    assertThat(queries.get(0).after()).isAfter(old.submittedAt()).isBefore(resting.submittedAt());
    assertThat(other.foreign()).containsExactly(old);

    broker.cancel(old.id());
    BrokerAnswers.await(other.read());
    assertThat(other.foreign()).isEmpty();
  }

  private Broker querying(List<OrderQuery> queries) {
    return RecordingBroker.of(
        broker,
        (method, arguments) -> {
          if (method.equals("orders")) {
            queries.add((OrderQuery) arguments[0]);
          }
        });
  }

  /** Orders arrive, fill, end and are replaced between the reads. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsKnownIsWhatTheBrokerWouldSay(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 2_000; step++) {
      List<Order> open = broker.open();
      if (open.size() < 3 || random.nextBoolean()) {
        place(random.nextBoolean() ? Samples.A : Samples.B);
      } else {
        change(
            open.get(1 + random.nextInt(open.size() - 1)), random); // the oldest order stays open
      }
      if (random.nextInt(5) == 0) {
        BrokerAnswers.await(reader.read());
        assertKnown();
      }
    }
    assertThat(requests).contains("order");
  }

  private void change(Order order, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> broker.fill(order.id(), "1");
      case 1 -> broker.fill(order.id(), "0.3");
      case 2 -> broker.cancel(order.id());
      default -> replace(order);
    }
  }

  private void assertKnown() {
    assertThat(reader.own().stream().map(OwnOrder::order))
        .containsExactlyInAnyOrderElementsOf(broker.all());
  }

  private Order place(WatcherKey key) {
    return broker.place(nextId(key), "BTCUSD", Side.BUY, "1", "100");
  }

  private void replace(Order order) {
    WatcherKey key = ClientOrderId.parse(order.clientOrderId()).orElseThrow().slot().key();
    broker.replace(
        order.id(),
        new ReplaceRequest(null, new Price(order.limitPrice()), TimeInForce.GTC, nextId(key)));
  }

  private String nextId(WatcherKey key) {
    placed++;
    return new ClientOrderId(Samples.US, key.slot(Slot.ENTRY), 1, placed).toString();
  }

  private static AsyncBroker requests(Broker broker) {
    return new ThreadedBroker(broker, Runnable::run);
  }

  private Broker recorded() {
    return RecordingBroker.of(broker, (method, arguments) -> requests.add(method));
  }
}

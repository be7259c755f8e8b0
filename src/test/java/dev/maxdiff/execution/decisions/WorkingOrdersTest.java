package dev.maxdiff.execution.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentWritten;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderReplaced;
import dev.maxdiff.execution.decisions.OrderJournalEvent.SlotReleased;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.ReplaceReport;
import dev.maxdiff.execution.model.Samples;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replace reports: events of a slot's orders in, times without an order out. */
class WorkingOrdersTest {

  private static final Instant START = Samples.AT;

  private final Map<String, OwnOrder> atBroker = new LinkedHashMap<>();
  private OrderManagerState state = OrderManagerState.EMPTY;

  /**
   * The steps, each with its millisecond: {@code x3} an exit order of generation 3 is accepted,
   * {@code e3} an entry order, {@code x4>} an order that replaces the newest in place, {@code
   * cancel}, {@code fill}, {@code expire}, {@code replaced} the end of the newest order at the
   * broker, {@code look} the order manager observes it, {@code lost} an order is not accepted,
   * {@code withdraw} the exit is withdrawn.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          first order                    | x3@0                                     |
          cancelled and placed anew      | x3@0 cancel@100 look@120 x4@243          | 143
          seen only by the new order     | x3@0 cancel@100 x4@243                   | 143
          of one generation              | x3@0 cancel@100 x3@243                   | 143
          expired at the close           | x3@0 expire@100 look@120 x3@1100         | 1000
          put in its place               | x3@0 x4>@100                             | 0
          put in its place, seen later   | x3@0 x4>@100 look@200 look@300           | 0
          put in its place twice         | x3@0 x4>@100 look@150 x5>@200            | 0 0
          refused meanwhile              | x3@0 cancel@100 lost@150 x4@243          | 143
          two gaps                       | x3@0 cancel@10 x4@20 cancel@50 x5@90     | 10 40
          filled                         | x3@0 fill@100 look@120 x4@243            |
          filled, then cancelled anew    | x3@0 fill@10 x4@20 cancel@50 x5@90       | 40
          one of two ends                | x3@0 x3@10 cancel@20 look@30 x4@40       |
          withdrawn while open           | x3@0 withdraw@50 cancel@100 look@120 x4@900 |
          withdrawn while without        | x3@0 cancel@100 look@120 withdraw@150 x4@900 |
          clock of the broker behind     | x3@0 cancel@100 look@120 x4@90           | 0
          entry superseded               | e3@0 cancel@100 e4@243                   | 143
          entry that went with the quote | e3@0 cancel@100 e3@243                   |
          """)
  void tellsHowLongASlotWasWithoutAnOrder(String name, String steps, String gaps) {
    List<String> reported = new ArrayList<>();
    for (String step : steps.split(" ")) {
      for (OrderJournalEvent event :
          happened(step.split("@")[0], Long.parseLong(step.split("@")[1]))) {
        state = state.on(event);
        if (event instanceof OrderReplaced replaced) {
          reported.add(String.valueOf(replaced.receipt().gap().toMillis()));
        }
      }
    }

    assertThat(String.join(" ", reported)).isEqualTo(gaps == null ? "" : gaps);
  }

  private List<OrderJournalEvent> happened(String step, long at) {
    Instant now = START.plusMillis(at);
    switch (step) {
      case "look":
        return state.ended(atBroker.values(), now);
      case "withdraw":
        return List.of(new SlotReleased(Samples.A.slot(Slot.EXIT), now));
      case "cancel":
        return ends(OrderStatus.CANCELED, now);
      case "fill":
        return ends(OrderStatus.FILLED, now);
      case "expire":
        return ends(OrderStatus.EXPIRED, now);
      case "lost":
        return sent(intent("x9", null), IntentOutcome.REJECTED, now);
      default:
        return taken(step, now);
    }
  }

  private List<OrderJournalEvent> taken(String step, Instant now) {
    OwnOrder newest = atBroker.values().stream().reduce((a, b) -> b).orElse(null);
    boolean inPlace = step.endsWith(">");
    OrderIntent intent = intent(step, inPlace ? newest.order().id() : null);
    if (inPlace) {
      ends(OrderStatus.REPLACED, now);
    }
    // the snapshot before the new order
    List<OrderJournalEvent> events = sent(intent, IntentOutcome.ACCEPTED, now);
    Order order = order(name(), OrderStatus.NEW, null);
    atBroker.put(order.id(), new OwnOrder(intent.slot(), intent.generation(), order));
    return events;
  }

  private List<OrderJournalEvent> sent(OrderIntent draft, IntentOutcome outcome, Instant now) {
    OrderIntent intent = draft.numbered(atBroker.size() + 1, name());
    OrderJournalEvent written = new IntentWritten(intent, now);
    List<OrderJournalEvent> events = new ArrayList<>(List.of(written));
    events.addAll(
        state
            .on(written)
            .outcome(intent.clientOrderId(), outcome, now, List.copyOf(atBroker.values()), now));
    return events;
  }

  private String name() {
    return "order-" + (atBroker.size() + 1);
  }

  private static OrderIntent intent(String step, String replaces) {
    SlotId slot = Samples.A.slot(step.startsWith("x") ? Slot.EXIT : Slot.ENTRY);
    return new OrderIntent(
        slot,
        Long.parseLong(step.substring(1, 2)),
        0,
        null,
        Quantity.parse("1"),
        Price.parse("110"),
        TimeInForce.GTC,
        replaces,
        null);
  }

  private List<OrderJournalEvent> ends(OrderStatus status, Instant at) {
    String newest = atBroker.keySet().stream().reduce((a, b) -> b).orElseThrow();
    OwnOrder own = atBroker.get(newest);
    atBroker.put(newest, new OwnOrder(own.slot(), own.generation(), order(newest, status, at)));
    return List.of();
  }

  private static Order order(String name, OrderStatus status, Instant at) {
    return new Order(
        name,
        name,
        Samples.BTC,
        Side.SELL,
        "limit",
        TimeInForce.GTC,
        BigDecimal.ONE,
        BigDecimal.ZERO,
        null,
        new BigDecimal("110"),
        status,
        START,
        START,
        at,
        at,
        at,
        at,
        null,
        null);
  }

  @Test
  void saysItInWords() {
    assertThat(words(Slot.EXIT, 143)).isEqualTo("without an exit order for 143 ms");
    assertThat(words(Slot.ENTRY, 12_345)).isEqualTo("without an entry order for 12 s");
    assertThat(words(Slot.EXIT, 3_723_000)).isEqualTo("without an exit order for 1 h 2 min");
    assertThat(words(Slot.EXIT, 0)).isEqualTo("exit order replaced without a gap");
  }

  private static String words(Slot slot, long gap) {
    return new ReplaceReport(Samples.A.slot(slot), 4, "id", START, START.plusMillis(gap)).words();
  }
}

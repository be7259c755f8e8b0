package dev.maxdiff.broker.paper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lists of orders by age are those of a look at every order. */
class OrderWindowTest {

  private static final int ORDERS = 60;

  private final MarketTape tape = Tapes.seconds("1000 1000");
  private final ExchangeEngine engine = new ExchangeEngine(Tapes.plain().engine(), tape, 7);
  private final ExchangeState state = state();

  /** Every third order rests; the others have ended, in another order than they were placed. */
  private ExchangeState state() {
    Instant now = tape.start().plusSeconds(1);
    Transaction turn = new Transaction(ExchangeState.empty());
    turn.emit(
        new ExchangeEvent.Opened(
            "MX1", Tapes.plain().startingCash(), 7, tape.fingerprint(), 0, tape.start()));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      OrderRequest request =
          new OrderRequest(
              tape.symbols().get(0),
              Side.BUY,
              Quantity.parse("0.1"),
              Price.parse("900"),
              TimeInForce.GTC,
              "order-" + i);
      ids.add(((ExchangeEngine.Outcome.Placed) engine.submit(turn, request, now)).order().id());
    }
    for (int i = ORDERS - 1; i >= 0; i--) {
      if (i % 3 > 0) {
        engine.cancel(turn, ids.get(i), now);
        engine.advance(turn, now);
      }
    }
    engine.advance(turn, now.plusSeconds(60));
    return turn.state();
  }

  private List<ExchangeOrder> all() {
    return Stream.concat(state.open().values().stream(), state.closed().values().stream())
        .sorted(Comparator.comparingLong(ExchangeOrder::number))
        .toList();
  }

  @Test
  void aListHasTheOrdersOfItsStatusAndItsWindow() {
    Instant after = all().get(10).submittedAt();
    Instant until = all().get(40).submittedAt();
    ExchangeOrder younger = all().get(20);
    ExchangeOrder older = all().get(30);

    assertThat(state.open()).hasSize(ORDERS / 3);
    assertList(OrderWindow.ALL, order -> true);
    assertList(OrderWindow.ALL.after(after), order -> order.submittedAt().isAfter(after));
    assertList(OrderWindow.ALL.until(until), order -> order.submittedAt().isBefore(until));
    assertList(
        OrderWindow.ALL.after(after).until(until).after(younger).before(older),
        order -> order.number() > younger.number() && order.number() < older.number());
    assertList(
        OrderWindow.ALL.after(younger).before(older).after(after).until(until),
        order -> order.number() > younger.number() && order.number() < older.number());
    assertList(OrderWindow.ALL.after(older).before(younger), order -> false);
    assertList(
        OrderWindow.ALL.after((Instant) null).until(null).after((ExchangeOrder) null).before(null),
        order -> true);
  }

  private void assertList(OrderWindow window, Predicate<ExchangeOrder> inWindow) {
    for (OrderWindow.Status status : OrderWindow.Status.values()) {
      List<ExchangeOrder> expected =
          new ArrayList<>(
              all().stream()
                  .filter(inWindow)
                  .filter(order -> isOf(status, state.open().containsKey(order.id())))
                  .toList());
      assertThat(state.orders(status, window, true).toList()).as("%s", status).isEqualTo(expected);
      Collections.reverse(expected);
      assertThat(state.orders(status, window, false).toList()).as("%s", status).isEqualTo(expected);
    }
  }

  private static boolean isOf(OrderWindow.Status status, boolean isOpen) {
    return status == OrderWindow.Status.ALL || isOpen == (status == OrderWindow.Status.OPEN);
  }

  @Test
  void aReaderOfTheNewestVisitsNoOther() {
    List<ExchangeOrder> visited = new ArrayList<>();

    long newest =
        state
            .orders(OrderWindow.Status.ALL, OrderWindow.ALL, false)
            .peek(visited::add)
            .limit(3)
            .collect(Collectors.counting());

    assertThat(newest).isEqualTo(3);
    assertThat(visited).hasSize(3);
  }

  /** A stored state has its orders in any order, as states of earlier versions have. */
  @Test
  void ordersAreByAgeWhateverTheOrderOfAStoredState() {
    List<Map.Entry<String, ExchangeOrder>> entries = new ArrayList<>(state.closed().entrySet());
    Collections.reverse(entries);
    Map<String, ExchangeOrder> reversed = new LinkedHashMap<>();
    entries.forEach(entry -> reversed.put(entry.getKey(), entry.getValue()));

    assertThat(List.copyOf(OrdersByAge.of(reversed).values()))
        .isEqualTo(List.copyOf(state.closed().values()));
    assertThat(OrdersByAge.of(reversed)).isEqualTo(reversed).hasSize(reversed.size());
  }
}

package dev.maxdiff.broker.paper.engine;

import static dev.maxdiff.broker.paper.tape.Tapes.AAPL;
import static dev.maxdiff.broker.paper.tape.Tapes.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.broker.paper.tape.Trade;
import dev.maxdiff.broker.paper.view.ExchangeReport;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account is consistent after any sequence of requests and trades. */
class AccountingPropertyTest {

  private static final Instant IN_SESSION = Instant.parse("2013-11-25T15:00:00Z");
  private static final int STEPS = 400;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597})
  void cashAndPositionsAreStartAndProfitLessFees(long seed) {
    Random random = new Random(seed);
    boolean crypto = seed % 3 != 0;
    Symbol symbol = crypto ? BTC : AAPL;
    EngineHarness harness =
        new EngineHarness(
            Tapes.settings("0.001", "0.0015", "0.0025", Duration.ofSeconds(3), 2),
            tape(symbol, random));
    List<String> ids = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      harness.at(step * 1.7);
      act(harness, symbol, random, ids);
      check(harness, symbol, crypto, "seed " + seed + ", step " + step);
    }
    assertThat(harness.state().fills()).as("seed %s", seed).hasSizeGreaterThan(5);
  }

  private static MarketTape tape(Symbol symbol, Random random) {
    List<Trade> prints = new ArrayList<>();
    double price = 800;
    for (int i = 0; i < 2 * STEPS; i++) {
      price *= 1 + 0.004 * random.nextGaussian();
      prints.add(
          new Trade(
              symbol,
              IN_SESSION.plusSeconds(i),
              BigDecimal.valueOf(price).setScale(2, RoundingMode.HALF_EVEN),
              BigDecimal.valueOf(random.nextInt(4_000), 3)));
    }
    return MarketTape.of("random", prints);
  }

  private static void act(EngineHarness harness, Symbol symbol, Random random, List<String> ids) {
    String id = ids.isEmpty() ? "none" : ids.get(random.nextInt(ids.size()));
    String quantity =
        symbol.isCrypto()
            ? BigDecimal.valueOf(1 + random.nextInt(40_000_000), 7).toPlainString()
            : Integer.toString(1 + random.nextInt(60));
    BigDecimal middle = harness.view().quote(symbol).orElseThrow().bid();
    String price =
        middle
            .multiply(BigDecimal.valueOf(9_900 + random.nextInt(200), 4))
            .setScale(2, RoundingMode.HALF_EVEN)
            .toPlainString();
    ExchangeEngine.Outcome outcome =
        switch (random.nextInt(6)) {
          case 0, 1 -> harness.submit(symbol, Side.BUY, quantity, price, TimeInForce.GTC, null);
          case 2, 3 -> harness.submit(symbol, Side.SELL, quantity, price, TimeInForce.GTC, null);
          case 4 -> harness.cancel(id);
          default -> harness.replace(id, null, price, null);
        };
    if (outcome instanceof ExchangeEngine.Outcome.Placed placed) {
      ids.add(placed.order().id());
    }
  }

  private static void check(EngineHarness harness, Symbol symbol, boolean crypto, String where) {
    ExchangeState state = harness.state();
    ExchangePosition holding = state.holding(symbol);
    assertThat(state.cash().add(holding.cost()))
        .as(where)
        .isEqualByComparingTo(
            state.account().startingCash().add(state.realised()).subtract(state.fees()));
    assertThat(state.reserved(symbol)).as(where).isLessThanOrEqualTo(holding.quantity().abs());
    if (crypto) {
      assertThat(state.cash()).as(where).isNotNegative();
      assertThat(holding.quantity()).as(where).isNotNegative();
    }
    BigDecimal traded =
        state.fills().stream()
            .map(ExchangeFill::positionChange)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(holding.quantity()).as(where).isEqualByComparingTo(traded);
    for (ExchangeOrder order : state.open().values()) {
      assertThat(order.filled()).as(where).isLessThan(order.quantity());
    }
    for (ExchangeOrder order : state.closed().values()) {
      assertThat(order.filled()).as(where).isLessThanOrEqualTo(order.quantity());
      BigDecimal fills =
          state.fills().stream()
              .filter(fill -> fill.orderId().equals(order.id()))
              .map(ExchangeFill::quantity)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(order.filled()).as(where).isEqualByComparingTo(fills);
    }
    checkIndexes(state, symbol, where);
    ExchangeReport report = harness.view().report();
    assertThat(report.equity())
        .as(where)
        .isEqualByComparingTo(
            report
                .startingCash()
                .add(report.realised())
                .add(report.unrealised())
                .subtract(report.fees()));
  }

  /**
   * The answers that the open orders keep from event to event are those of a look at each order.
   */
  private static void checkIndexes(ExchangeState state, Symbol symbol, String where) {
    OpenOrders kept = state.openOrders();
    OpenOrders fresh = OpenOrders.of(new LinkedHashMap<>(kept), state.closed());
    assertThat(kept).as(where).isEqualTo(fresh);
    assertThat(List.copyOf(kept.keySet())).as(where).isEqualTo(List.copyOf(fresh.keySet()));
    assertThat(kept.nextDue()).as(where).isEqualTo(fresh.nextDue());
    assertThat(state.openCount(symbol)).as(where).isEqualTo(kept.size());
    for (Side side : Side.values()) {
      OrderBook.BookSide orders = kept.book(symbol).side(side);
      assertThat(orders.inMarket()).as(where).isEqualTo(fresh.book(symbol).side(side).inMarket());
      assertThat(orders.waiting()).as(where).isEqualTo(fresh.book(symbol).side(side).waiting());
      Reservation all = Reservation.NONE;
      for (ExchangeOrder order : kept.values()) {
        if (order.side() == side) {
          all = all.plus(reservation(state, order));
        }
      }
      assertThat(orders.reserved().quantity()).as(where).isEqualByComparingTo(all.quantity());
      assertThat(orders.reserved().value()).as(where).isEqualByComparingTo(all.value());
    }
  }

  private static Reservation reservation(ExchangeState state, ExchangeOrder order) {
    return order.status() == OrderStatus.PENDING_NEW
        ? Reservation.ofReplacement(order, state.order(order.replaces()).orElseThrow())
        : Reservation.of(order);
  }
}

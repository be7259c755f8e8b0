package dev.maxdiff.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.engine.EngineSettings;
import dev.maxdiff.broker.paper.engine.MarketFaults;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Trade;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedExchangeTest {

  private static final Symbol BTC = Symbol.parse("BTCUSD");
  private static final Instant START = Instant.parse("2013-11-25T15:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Timeline timeline = new Timeline(START);
  private final List<String> audit = new ArrayList<>();
  private final SimulatedExchange exchange = exchange(timeline, audit);

  private static SimulatedExchange exchange(Timeline timeline, List<String> audit) {
    EngineSettings settings =
        new EngineSettings(
            new BigDecimal("0.0004"),
            new BigDecimal("0.0015"),
            new BigDecimal("0.0025"),
            2,
            Duration.ofMillis(100),
            Duration.ofMillis(100));
    return new SimulatedExchange(
        timeline,
        new SimulatedExchange.Market(tape(), settings, new BigDecimal("10000"), 7),
        MarketFaults.NONE,
        line -> audit.add(line.toString()));
  }

  /** A price that falls by a dollar each second, and rises from the tenth minute. */
  private static MarketTape tape() {
    List<Trade> trades = new ArrayList<>();
    for (int second = 0; second < 1_200; second++) {
      int price = 800 - Math.min(second, 1_200 - second);
      trades.add(
          new Trade(
              BTC, START.plusSeconds(second), BigDecimal.valueOf(price), new BigDecimal("5")));
    }
    return MarketTape.of("fall and rise", trades);
  }

  private static OrderRequest buy(String price, String clientOrderId) {
    return new OrderRequest(
        BTC,
        Side.BUY,
        new Quantity(BigDecimal.ONE),
        new Price(new BigDecimal(price)),
        TimeInForce.GTC,
        clientOrderId);
  }

  private Broker near() {
    return exchange.behind(ExchangeNetwork.of(timeline, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void aRequestActsAfterTheWayThereAndCountsAfterTheWayBack() {
    Broker far =
        exchange.behind(ExchangeNetwork.of(timeline, Duration.ofSeconds(3), Duration.ofSeconds(4)));

    Order order = far.submit(buy("700", "far"));

    assertThat(order.submittedAt()).isEqualTo(START.plusSeconds(3));
    assertThat(timeline.instant()).isEqualTo(START.plusSeconds(7));
  }

  @Test
  void theMarketGoesOnWhileARequestIsUnderWay() {
    Broker far =
        exchange.behind(ExchangeNetwork.of(timeline, Duration.ZERO, Duration.ofSeconds(20)));

    far.submit(buy("790", "resting"));

    assertThat(near().orderByClientOrderId("resting").orElseThrow().filledQuantity())
        .isEqualByComparingTo("1");
  }

  /** Neither the steps of the clock nor the number of reads are part of what happens. */
  @Test
  void howOftenTheClockMovesAndTheExchangeIsReadShowsNowhere() {
    near().submit(buy("700", "a"));
    near().submit(buy("600", "b"));
    timeline.pass(MINUTE.multipliedBy(5));
    near().submit(buy("650", "c"));

    Timeline other = new Timeline(START);
    List<String> lines = new ArrayList<>();
    SimulatedExchange same = exchange(other, lines);
    Broker broker = same.behind(ExchangeNetwork.of(other, Duration.ZERO, Duration.ZERO));
    broker.submit(buy("700", "a"));
    broker.submit(buy("600", "b"));
    for (int step = 0; step < 3_000; step++) {
      other.pass(Duration.ofMillis(100));
      assertThat(broker.orders(OrderQuery.all()).orders()).hasSize(2);
    }
    broker.submit(buy("650", "c"));

    assertThat(audit).hasSizeGreaterThan(5).isEqualTo(lines);
    assertThat(near().orders(OrderQuery.all())).isEqualTo(broker.orders(OrderQuery.all()));
  }

  @Test
  void aRefusalHasTheKindAndTheWordsOfTheExchange() {
    assertThatThrownBy(() -> near().submit(buy("100000", "too much")))
        .isInstanceOfSatisfying(
            BrokerException.class,
            refusal -> assertThat(refusal.failure()).isEqualTo(BrokerException.Failure.REJECTED))
        .hasMessageContaining("insufficient balance");
    assertThat(audit).last().asString().contains("\"status\":403", "insufficient balance");

    assertThatThrownBy(() -> near().cancel("unknown"))
        .isInstanceOfSatisfying(
            BrokerException.class,
            refusal -> assertThat(refusal.failure()).isEqualTo(BrokerException.Failure.NOT_FOUND));
  }

  @Test
  void aSecondCancelOfAPendingCancelIsAccepted() {
    Order order = near().submit(buy("100", "a"));

    near().cancel(order.id());
    near().cancel(order.id());
    timeline.pass(MINUTE);

    assertThat(near().order(order.id()).orElseThrow().isOpen()).isFalse();
  }
}

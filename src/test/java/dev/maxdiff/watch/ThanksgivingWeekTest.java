package dev.maxdiff.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.watch.child.WatcherSimulation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * 10.5 shares over the week of Thanksgiving 2026 and the Monday after it: a fractional exit is a
 * day order, which the calendar ends at each close, the early one on Friday too.
 */
class ThanksgivingWeekTest {

  private static final Instant FROM = Instant.parse("2026-11-23T14:00:00Z");
  private static final Instant TO = Instant.parse("2026-12-01T00:00:00Z");

  private final SimulatedBroker broker = new SimulatedBroker(Symbol.parse("AAPL"), FROM);
  private final WatcherSimulation watcher;

  ThanksgivingWeekTest() {
    broker.position = new BigDecimal("10.5");
    BigDecimal one = BigDecimal.ONE;
    broker.quote =
        new Quote(new BigDecimal("104.9"), one, new BigDecimal("105"), one, Instant.EPOCH);
    watcher =
        new WatcherSimulation(
            broker, List.of("close-position", "AAPL", "--side=buy", "--takeprofit-price=110"));
  }

  @Test
  void h32AFractionalExitIsOpenInEveryMinuteOfEverySession() {
    int sessions = 0;
    Instant close = MarketCalendar.nextClose(broker.now);
    while (broker.now.isBefore(TO)) {
      if (!broker.now.isBefore(close)) {
        broker.expireDayOrders();
        close = MarketCalendar.nextClose(broker.now);
        sessions++;
      }
      Instant before = broker.now;
      if (MarketCalendar.isOpen(before) && before.isAfter(FROM)) {
        assertThat(broker.open()).as("open exits at " + before).hasSize(1);
      }
      watcher.poll();
      if (MarketCalendar.isOpen(before)) {
        assertThat(broker.open()).as("open exits after the poll at " + before).hasSize(1);
      }
    }

    assertThat(sessions).as("closes from Monday to Monday, none on Thursday").isEqualTo(5);
    assertThat(watcher.end).isEmpty();
    assertThat(watcher.states).noneMatch(state -> state.contains("error"));
    assertThat(broker.orders)
        .allSatisfy(
            order -> {
              assertThat(order.timeInForce()).isEqualTo(TimeInForce.DAY);
              assertThat(order.quantity()).isEqualByComparingTo("10.5");
            });
    assertThat(broker.log).noneMatch(asked -> asked.what().equals("cancel"));
  }
}

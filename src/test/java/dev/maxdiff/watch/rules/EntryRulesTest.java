package dev.maxdiff.watch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.watch.SimulatedBroker;
import dev.maxdiff.watch.child.WatcherSimulation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The requirements of DESIGN beyond the acceptance cases of an entry. */
class EntryRulesTest {

  private static final Instant START = Instant.parse("2026-01-05T15:00:00Z");
  private static final String OLD = "mdx-abcdef-BTCUSD-b-maxdiff-e-1-4";

  private final SimulatedBroker broker = broker("99.9", "100");

  @Test
  void aShortPositionCountsByItsSize() {
    SimulatedBroker stock = new SimulatedBroker(Symbol.parse("AAPL"), START);
    stock.quote = quote("100", "100.1");
    stock.position = new BigDecimal("-5");
    var watcher =
        new WatcherSimulation(
            stock,
            List.of("open-position", "AAPL", "--side=sell", "--limit-price=100", "--target-qty=5"));

    watcher.poll();

    assertThat(watcher.states).last().isEqualTo("0 position_open");
    assertThat(stock.log).isEmpty();
  }

  @Test
  void anOrderOfAnEarlierGenerationIsMovedToTheNewPrice() {
    broker.generation = 2;
    broker.add("x1", OLD, Side.BUY, "2", "95", START);
    var watcher = entry();

    watcher.poll();
    watcher.poll();

    assertThat(broker.log)
        .extracting(SimulatedBroker.Asked::what)
        .containsExactly("cancel", "submit");
    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("99.9");
    assertThat(watcher.states).last().isEqualTo("1 position_open");
  }

  @Test
  void anOrderOfAnEarlierGenerationIsTakenAwayWhileItIsNotTime() {
    broker.generation = 2;
    broker.quote = quote("149", "150");
    broker.add("x1", OLD, Side.BUY, "2", "120", START);
    var watcher = entry();

    watcher.poll();
    watcher.poll();

    assertThat(broker.open()).isEmpty();
    assertThat(watcher.states)
        .containsExactly("0 initializing", "0 old_orders_canceled", "1 waiting_for_trigger");
  }

  @Test
  void anOrderOfAnEarlierGenerationThatFitsIsKept() {
    broker.generation = 2;
    broker.add("x1", OLD, Side.BUY, "2", "99.9", START);
    var watcher = entry();

    watcher.poll();

    assertThat(broker.log).isEmpty();
    assertThat(watcher.states).last().isEqualTo("0 position_open");
  }

  @Test
  void anOrderAboveTheNewLimitNeverStays() {
    broker.generation = 2;
    broker.add("x1", OLD, Side.BUY, "2", "100.1", START);
    var watcher = entry();

    watcher.poll();

    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("99.9");
  }

  @Test
  void aLimitThatTheMarketHasPassedIsOrderedAtTheBid() {
    broker.quote = quote("89.9", "90");

    entry().poll();

    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("89.9");
  }

  @Test
  void anOrderAtTheBidFollowsTheMarketUpToItsLimitOnly() {
    broker.quote = quote("89.9", "90");
    var watcher = entry();
    watcher.poll();
    broker.quote = quote("85", "85.1");
    watcher.poll();
    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("89.9");

    broker.quote = quote("95", "95.1");
    watcher.poll();
    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("95");
    broker.quote = quote("100.2", "100.3");
    watcher.poll();
    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("100");
    broker.quote = quote("150", "150.1");
    watcher.poll();

    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("100");
  }

  @Test
  void anOrderOfUnknownFateIsNotPlacedAgain() {
    EntryRules rules = (EntryRules) rules();
    Decision<EntryMemory> first = rules.decide(snapshot(START), rules.start());
    Effect submit = first.effects().get(0);

    var unresolved =
        rules.failed(
            submit, new BrokerException(Failure.UNRESOLVED, 0, 0, "lost"), START, first.memory());
    var rejected =
        rules.failed(
            submit, new BrokerException(Failure.REJECTED, 403, 1, "no"), START, first.memory());

    Instant soon = START.plusSeconds(45);
    assertThat(rules.decide(snapshot(soon), unresolved.memory()).effects()).isEmpty();
    assertThat(rules.decide(snapshot(soon), rejected.memory()).effects()).hasSize(1);
    assertThat(rejected.state()).isEqualTo("order_error");
    Instant later = START.plusSeconds(135);
    assertThat(rules.decide(snapshot(later), unresolved.memory()).effects()).hasSize(1);
  }

  @Test
  void waitsWithoutAQuoteAndWithoutMoney() {
    broker.quote = null;
    var watcher = entry();
    watcher.poll();
    broker.quote = quote("99.9", "100");
    broker.account = SimulatedBroker.account(BigDecimal.TEN, BigDecimal.TEN, BigDecimal.TEN);
    watcher.poll();

    assertThat(watcher.states)
        .containsExactly("0 initializing", "0 awaiting_price", "1 blocked_no_cash");
    assertThat(broker.log).isEmpty();
  }

  @Test
  void aStockEntryGivesUpOnlyAfterMinutesOfErrors() {
    EntryRules stock =
        (EntryRules)
            WatcherSimulation.parsed(
                    List.of(
                        "open-position", "AAPL", "--side=buy", "--limit-price=1", "--target-qty=1"),
                    1)
                .rules(START, Increments.EQUITY, Map.of());

    assertThat(stock.givesUp(10, Duration.ofSeconds(299))).isFalse();
    assertThat(stock.givesUp(9, Duration.ofHours(1))).isFalse();
    assertThat(stock.givesUp(10, Duration.ofMinutes(5))).isTrue();
    assertThat(rules().givesUp(1000, Duration.ofDays(1))).isFalse();
  }

  private WatcherSimulation entry() {
    return new WatcherSimulation(broker, arguments());
  }

  private WatcherRules<?> rules() {
    return WatcherSimulation.parsed(arguments(), 1).rules(START, Increments.CRYPTO, Map.of());
  }

  private static List<String> arguments() {
    return new ArrayList<>(
        List.of("open-position", "BTCUSD", "--side=buy", "--limit-price=100", "--target-qty=2"));
  }

  private PollSnapshot snapshot(Instant now) {
    return new PollSnapshot(
        now, BigDecimal.ZERO, List.of(), broker.quote, broker.account, BigDecimal.ZERO);
  }

  private static SimulatedBroker broker(String bid, String ask) {
    SimulatedBroker broker = new SimulatedBroker(Symbol.parse("BTCUSD"), START);
    broker.quote = quote(bid, ask);
    return broker;
  }

  private static Quote quote(String bid, String ask) {
    return new Quote(
        new BigDecimal(bid), BigDecimal.ONE, new BigDecimal(ask), BigDecimal.ONE, START);
  }
}

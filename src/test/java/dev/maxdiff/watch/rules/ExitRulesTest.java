package dev.maxdiff.watch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.watch.SimulatedBroker;
import dev.maxdiff.watch.child.WatcherSimulation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The requirements of DESIGN beyond the acceptance cases of an exit. */
class ExitRulesTest {

  private static final Instant START = Instant.parse("2026-01-05T15:00:00Z");

  private final SimulatedBroker broker = new SimulatedBroker(Symbol.parse("BTCUSD"), START);

  ExitRulesTest() {
    quote("104.9", "105");
    broker.position = BigDecimal.TEN;
  }

  @Test
  void withoutAnExpiryItEndsWhenFlat() {
    var watcher = exit();
    watcher.poll();
    watcher.poll();
    broker.fillAll();

    watcher.poll();

    assertThat(watcher.end).hasValue(0);
    assertThat(watcher.states).last().isEqualTo("2 target_filled");
  }

  /** A rounding difference of fees appears later; the order keeps its place in the queue. */
  @Test
  void aDifferenceOfDustKeepsTheOrder() {
    var watcher = exit();
    watcher.poll();
    broker.position = new BigDecimal("10.00001");

    watcher.poll();
    watcher.poll();
    watcher.poll();

    assertThat(watcher.states).last().asString().endsWith(" watching_orders");
    assertThat(broker.orders).hasSize(1);
  }

  @Test
  void anOrderThatIsRefusedForItsSizeIsUnsellableAndNotSentAtEveryPoll() {
    String words = "cost basis must be >= minimal amount of order 10";
    broker.sendFailure = new BrokerException(Failure.REJECTED, 403, 40310000, words);
    var watcher = exit();

    watcher.poll();
    broker.sendFailure = null;
    watcher.poll();

    assertThat(broker.orders).isEmpty();
    assertThat(watcher.states).last().asString().endsWith(" unsellable");
    assertThat(watcher.last.path("error").asText()).isEqualTo(words);

    broker.now = broker.now.plus(Duration.ofMinutes(10));
    watcher.poll();

    assertThat(broker.open()).hasSize(1);
  }

  @Test
  void aLargerQuantityIsSentAtOnceAfterARefusalForItsSize() {
    broker.sendFailure = new BrokerException(Failure.REJECTED, 422, 0, "qty must be >= 11");
    var watcher = exit();
    watcher.poll();
    broker.sendFailure = null;
    broker.position = new BigDecimal("11");

    watcher.poll();

    assertThat(broker.open()).hasSize(1);
  }

  /** What the broker forbids as a replacement it would forbid as a new order too. */
  @Test
  void p15AForbiddenReplaceLeavesTheStandingOrder() {
    var watcher = exit();
    watcher.poll();
    String standing = broker.open().get(0).id();
    broker.position = new BigDecimal("12");
    broker.sendFailure = new BrokerException(Failure.REJECTED, 403, 40310000, "wash trade");

    for (int poll = 0; poll < 6; poll++) {
      watcher.poll();
    }

    assertThat(broker.open()).extracting(Order::id).containsExactly(standing);

    broker.sendFailure = null;
    watcher.poll();

    assertThat(broker.open()).extracting(Order::quantity).containsExactly(new BigDecimal("12"));
  }

  @Test
  void anErrorThatNoLongerAppliesIsReportedAsNull() {
    broker.sendFailure = new BrokerException(Failure.REJECTED, 403, 0, "wash trade");
    var watcher = exit("--expiry-minutes=60");
    watcher.poll();
    assertThat(watcher.last.path("error").asText()).isEqualTo("wash trade");
    broker.position = BigDecimal.ZERO;

    watcher.poll();

    assertThat(watcher.last.has("error")).isTrue();
    assertThat(watcher.last.path("error").isNull()).isTrue();
  }

  @Test
  void withoutAPositionYetItWaits() {
    broker.position = BigDecimal.ZERO;
    var watcher = exit();

    watcher.poll();

    assertThat(watcher.end).isEmpty();
    assertThat(watcher.states).last().isEqualTo("0 awaiting_position");
  }

  @Test
  void aRestartAfterTheFillKnowsThatItIsDone() {
    var first = exit();
    first.poll();
    broker.fillAll();
    broker.generation = 2;

    var second = exit("--since-generation=1");
    second.poll();

    assertThat(second.end).hasValue(0);
  }

  @Test
  void aNewWishDoesNotCountFillsOfAnEarlierWish() {
    var first = exit();
    first.poll();
    broker.fillAll();
    broker.generation = 2;

    var second = exit();
    second.poll();

    assertThat(second.end).isEmpty();
    assertThat(second.states).last().isEqualTo("0 awaiting_position");
  }

  @Test
  void aPartialTargetSurvivesARestart() {
    var first = exit("--target-qty=3");
    first.poll();
    broker.fill("o1", "2");
    broker.position = new BigDecimal("8");
    broker.dropOrders();
    broker.generation = 2;

    var second = exit("--target-qty=3", "--since-generation=1");
    second.poll();

    assertThat(broker.open()).singleElement().extracting("quantity").hasToString("1");
  }

  @Test
  void aPositionThatGrewIsCoveredAtTheSecondPollThatSeesIt() {
    var watcher = exit();
    watcher.poll();
    broker.position = new BigDecimal("15");

    watcher.poll();
    assertThat(broker.open()).singleElement().extracting("quantity").hasToString("10");
    watcher.poll();

    assertThat(broker.open()).singleElement().extracting("quantity").hasToString("15");
  }

  @Test
  void aFillThatThePositionDoesNotShowYetChangesNothing() {
    var watcher = exit();
    watcher.poll();
    broker.fill("o1", "4");
    watcher.poll();
    broker.position = new BigDecimal("6");
    watcher.poll();
    watcher.poll();

    assertThat(broker.log).hasSize(1);
  }

  @Test
  void aTakeProfitThatTheMarketHasPassedIsSoldAtOnce() {
    quote("119.9", "120");

    exit().poll();

    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("119.3005");
  }

  @Test
  void anOrderThatFollowedTheMarketComesBackWhenTheMarketDoes() {
    quote("114.9", "115");
    var watcher = exit();
    watcher.poll();
    quote("120", "120.1");
    watcher.poll();
    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("114.3255");

    quote("112", "112.1");
    watcher.poll();
    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("111.44");
    quote("107", "107.1");
    watcher.poll();

    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("110");
  }

  @Test
  void aRestartKeepsThePriceOfItsWish() {
    quote("114.9", "115");
    exit().poll();
    broker.generation = 2;
    quote("116", "116.1");

    exit("--since-generation=1").poll();

    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("114.3255");
  }

  @Test
  void anOrderOfAnEarlierWishMovesToAPassedPrice() {
    exit("--takeprofit-price=120").poll();
    broker.generation = 2;
    quote("119.5", "119.6");

    exit().poll();

    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("118.9025");
  }

  /** Cancelled for its age, it might be refused and leave the position without an exit. */
  @Test
  void anOrderThatIsRightStaysAtAnyAge() {
    var watcher = exit();
    watcher.poll();
    broker.now = broker.now.plus(Duration.ofDays(80));
    quote("60", "60.1");

    watcher.poll();

    assertThat(broker.log).hasSize(1);
  }

  /** The broker may refuse the rest for its size; then nothing closes it. */
  @Test
  void aRestBelowTheMinimumValueIsNotCancelled() {
    var watcher = exit();
    watcher.poll();
    broker.fill("o1", "9.95");
    broker.position = new BigDecimal("0.05");
    broker.generation = 2;

    exit("--takeprofit-price=120").poll();

    assertThat(broker.log).hasSize(1);
  }

  @Test
  void onlyOneOfSeveralOwnOrdersStays() {
    broker.add("x1", null, Side.SELL, "4", "110", START);
    broker.add("x2", null, Side.SELL, "10", "130", START);
    var watcher = exit();

    watcher.poll();

    assertThat(broker.open()).singleElement().extracting("id").isEqualTo("x1");
  }

  @Test
  void aPartlyFilledOrderIsCancelledAndPlacedAnew() {
    broker.add("x1", null, Side.SELL, "12", "130", START);
    broker.fill("x1", "2");
    var watcher = exit();

    watcher.poll();
    assertThat(broker.log).extracting(SimulatedBroker.Asked::what).containsExactly("cancel");
    watcher.poll();

    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("110");
  }

  @Test
  void anExpiredExitWithNothingLeftIsSimplyExpired() {
    broker.position = BigDecimal.ZERO;
    var watcher = exit("--expires-at=2026-01-05T15:00:30Z");
    watcher.poll();
    watcher.poll();

    assertThat(watcher.end).hasValue(0);
    assertThat(watcher.states).last().isEqualTo("1 expired");
  }

  @Test
  void anOldOrderThatFillsBeforeThePositionShowsItIsNotPlacedTwice() {
    var watcher = exit();
    watcher.poll();
    watcher.poll();
    watcher.poll();
    broker.now = broker.now.plusSeconds(3600);
    watcher.poll();
    broker.fillAll();
    broker.position = BigDecimal.TEN;
    watcher.poll();
    broker.position = BigDecimal.ZERO;
    watcher.poll();

    assertThat(broker.log).hasSize(1);
    assertThat(watcher.end).hasValue(0);
  }

  @Test
  void dustBelowOneIncrementIsFlat() {
    var watcher = exit();
    watcher.poll();
    broker.dropOrders();
    broker.position = new BigDecimal("0.0000000001");

    watcher.poll();

    assertThat(watcher.end).hasValue(0);
  }

  private WatcherSimulation exit(String... more) {
    List<String> arguments = new ArrayList<>(List.of("close-position", "BTCUSD", "--side=buy"));
    if (!String.join(" ", more).contains("--takeprofit-price")) {
      arguments.add("--takeprofit-price=110");
    }
    arguments.addAll(Arrays.asList(more));
    return new WatcherSimulation(broker, arguments);
  }

  private void quote(String bid, String ask) {
    broker.quote =
        new Quote(new BigDecimal(bid), BigDecimal.ONE, new BigDecimal(ask), BigDecimal.ONE, START);
  }
}

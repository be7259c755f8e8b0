package dev.maxdiff.execution.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.RecordingBroker;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class CachedUpstreamTest {

  private static final ExecutionSettings ALPACA =
      ExecutionSettings.from(ConfigFactory.load(), Venue.PAPER);
  private static final Duration WINDOW = Duration.ofSeconds(18);
  private static final Symbol ETH = Symbol.parse("ETHUSD");
  private static final Symbol AAPL = Symbol.parse("AAPL");

  private final AtomicLong nanos = new AtomicLong();
  private final FakeBroker broker = new FakeBroker();
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();
  private final List<Set<Symbol>> quoted = new ArrayList<>();
  private final RateBudget budget = new RateBudget(200, nanos::get);
  private final Broker counted = counting();
  private final CachedUpstream upstream =
      new CachedUpstream(
          counted,
          new ThreadedBroker(counted, Runnable::run),
          Samples.US,
          ALPACA,
          budget,
          nanos::get);

  private Runnable beforeAnswer = () -> {};
  private Symbol unknown;

  /**
   * One request for each call: no list has a second page, and all symbols are of one asset class.
   */
  private Broker counting() {
    return RecordingBroker.of(
        broker,
        (method, arguments) -> {
          requests.merge(method, 1, Integer::sum);
          budget.spend();
          if (method.equals("quotes")) {
            quote(arguments[0]);
          }
          beforeAnswer.run();
        });
  }

  private void quote(Object symbols) {
    Set<?> wanted = (Set<?>) symbols;
    if (unknown != null && wanted.contains(unknown)) {
      throw new BrokerException(Failure.REJECTED, 400, 0, "invalid symbol");
    }
    quoted.add(Set.copyOf(wanted.stream().map(Symbol.class::cast).toList()));
  }

  /** Seconds of wall time between the polls; the default of a wish. */
  @ParameterizedTest
  @CsvSource({"1, 7", "10, 15", "100, 15"})
  void watchersShareWhatTheyRead(int watchers, int atMost) {
    int minutes = 30;
    Duration poll = Duration.ofSeconds(45);
    Duration window = ALPACA.reads().window(poll);
    Duration market = ALPACA.reads().marketWindow(poll);
    long step = poll.toNanos() / watchers;
    long polls = Duration.ofMinutes(minutes).toNanos() / step;
    for (long i = 0; i < polls; i++) {
      upstream.clock(market);
      upstream.snapshot(window); // its orders
      upstream.snapshot(window); // its position
      upstream.quotes(Set.of(i % 2 == 0 ? Samples.BTC : ETH), market);
      upstream.account(market);
      nanos.addAndGet(step);
    }

    int total = requests.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(total / (double) minutes).as("a minute: %s", requests).isLessThanOrEqualTo(atMost);
  }

  /** The position is not gone: its key owns it on, and sends nothing until somebody looks. */
  @Test
  void aRenamedPositionStaysWithItsKeyAndFreezesIt() {
    Order bought = place(Samples.A, 1);
    broker.fill(bought.id(), "1");
    assertThat(upstream.snapshot(Duration.ZERO).value().ledger().frozen(Samples.A)).isEmpty();

    broker.renamed = Map.of(Samples.BTC, ETH);
    pass(WINDOW);
    PositionLedger ledger = upstream.snapshot(Duration.ZERO).value().ledger();

    assertThat(ledger.symbolLedger(Samples.BTC).position()).isPositive();
    assertThat(ledger.symbolLedger(Samples.BTC).owned(Samples.A)).isPositive();
    assertThat(ledger.frozen(Samples.A))
        .hasValue(
            "not readable: position BTCUSD: symbol: ETHUSD"
                + " (expected: BTCUSD, which names the same asset)");
    assertThat(ledger.unread().words()).hasSize(1);

    broker.renamed = Map.of();
    pass(WINDOW);
    ledger = upstream.snapshot(Duration.ZERO).value().ledger();
    assertThat(ledger.frozen(Samples.A)).isEmpty();
  }

  /** A symbol that its keys have closed long ago says nothing about its asset's new position. */
  @Test
  void aRenamedPositionOfAKeyThatOwnsNothingIsSomebodyElses() {
    Order bought = place(Samples.A, 1);
    broker.fill(bought.id(), "1");
    String exit = new ClientOrderId(Samples.US, Samples.A.slot(Slot.EXIT), 1, 1).toString();
    broker.fill(broker.place(exit, "BTCUSD", Side.SELL, "1", "100").id(), "1");
    broker.hold("BTCUSD", "3");
    broker.renamed = Map.of(Samples.BTC, ETH);

    PositionLedger ledger = upstream.snapshot(Duration.ZERO).value().ledger();

    assertThat(ledger.unread().words()).isEmpty();
  }

  @Test
  void positionsAndOrdersAreReadAgainOnceTheyAreTooOld() {
    Timestamped<LedgerSnapshot> first = upstream.snapshot(WINDOW);
    pass(WINDOW.minusNanos(1));
    assertThat(upstream.snapshot(WINDOW)).isSameAs(first);
    assertThat(upstream.age(first)).isEqualTo(WINDOW.minusNanos(1));
    pass(Duration.ofNanos(1));
    assertThat(upstream.snapshot(WINDOW).value().sequence()).isEqualTo(2);
    assertThat(requests).containsEntry("positions", 2).containsEntry("orders", 2);
  }

  /** The order of B has taken liquidity at its limit and paid the taker fee. */
  @Test
  void p12AnOrderThatWasSeenWaitingIsInNoDoubtAboutItsFee() {
    Order waiting = place(Samples.A, 1);
    upstream.snapshot(Duration.ZERO);
    pass(Duration.ofSeconds(1));
    upstream.snapshot(Duration.ZERO);
    Order taking = place(Samples.B, 2);
    broker.coinFee = ALPACA.ledger().coinFees().resting();
    broker.fill(waiting.id(), "1");
    broker.coinFee = ALPACA.ledger().coinFees().taking();
    broker.fill(taking.id(), "1");
    pass(Duration.ofSeconds(1));

    SymbolLedger ledger =
        upstream.snapshot(Duration.ZERO).value().ledger().symbolLedger(Samples.BTC);

    assertThat(ledger.position()).isLessThan(ledger.ownedNet());
    assertThat(ledger.doubted().owned(Samples.A)).isEqualTo(ledger.owned(Samples.A));
    assertThat(ledger.doubted().owned(Samples.B)).isLessThan(ledger.owned(Samples.B));
  }

  private Order place(WatcherKey key, int n) {
    String id = new ClientOrderId(Samples.US, key.slot(Slot.ENTRY), 1, n).toString();
    return broker.place(id, "BTCUSD", Side.BUY, "1", "100");
  }

  @Test
  void anOrderEndsWhatWasReadBefore() {
    upstream.snapshot(WINDOW);
    upstream.account(WINDOW);
    upstream.invalidate();
    upstream.snapshot(WINDOW);
    upstream.account(WINDOW);

    assertThat(requests).containsEntry("positions", 2).containsEntry("account", 2);
  }

  @Test
  void whatAnOrderIsJudgedByIsReadNow() {
    for (int i = 0; i < 2; i++) {
      pass(Duration.ofNanos(1));
      upstream.snapshot(Duration.ZERO);
      upstream.account(Duration.ZERO);
      upstream.readQuote(Samples.BTC);
    }
    assertThat(requests)
        .containsEntry("positions", 2)
        .containsEntry("account", 2)
        .containsEntry("quotes", 2)
        .containsEntry("clock", 1);
  }

  @Test
  void quotesOfAllWhoAskAreReadTogether() {
    upstream.quotes(Set.of(Samples.BTC), WINDOW);
    upstream.quotes(Set.of(ETH), WINDOW);
    assertThat(upstream.quotes(Set.of(Samples.BTC), WINDOW).value()).containsOnlyKeys(Samples.BTC);
    pass(WINDOW);
    upstream.quotes(Set.of(Samples.BTC), WINDOW);
    upstream.quotes(Set.of(ETH), WINDOW);
    pass(Duration.ofMinutes(3));
    upstream.quotes(Set.of(ETH), WINDOW);

    assertThat(quoted)
        .containsExactly(
            Set.of(Samples.BTC),
            Set.of(Samples.BTC, ETH),
            Set.of(Samples.BTC, ETH),
            Set.of(ETH)); // the other symbol was not requested for minutes
  }

  @Test
  void aSymbolThatTheBrokerDoesNotKnowSpoilsNoOthersQuote() {
    unknown = AAPL;
    for (int i = 0; i < 20; i++) {
      assertThat(upstream.quotes(Set.of(AAPL), WINDOW).value()).isEmpty();
      assertThat(upstream.quotes(Set.of(Samples.BTC), WINDOW).value())
          .containsOnlyKeys(Samples.BTC);
    }
    pass(WINDOW);
    upstream.quotes(Set.of(AAPL), WINDOW);
    upstream.quotes(Set.of(Samples.BTC), WINDOW);

    assertThat(requests)
        .as("refused with others, then alone; twice the rest")
        .containsEntry("quotes", 4);
  }

  @Test
  void theClockGoesOnByItselfUntilTheExchangeCloses() {
    assertThat(upstream.clock(WINDOW).value().at()).isEqualTo(FakeBroker.NOW);
    pass(Duration.ofSeconds(50));
    MarketClock reckoned = upstream.clock(WINDOW).value();
    assertThat(reckoned.at()).isEqualTo(FakeBroker.NOW.plusSeconds(50));
    assertThat(requests).containsEntry("clock", 1);

    // the answer is reused for one minute; its next close is two hours away
    pass(Duration.ofSeconds(10));
    upstream.clock(WINDOW);
    assertThat(requests).containsEntry("clock", 2);
  }

  @Test
  void withTheAllowanceUsedUpWhatIsNotTooOldIsShownAndThenRefused() {
    upstream.snapshot(WINDOW);
    budget.rateLimited(Duration.ofMinutes(1));
    pass(Duration.ofSeconds(40));
    Timestamped<LedgerSnapshot> shown = upstream.snapshot(WINDOW);
    assertThat(upstream.age(shown)).isEqualTo(Duration.ofSeconds(40));

    budget.rateLimited(Duration.ofMinutes(1));
    pass(Duration.ofSeconds(21));
    assertThatThrownBy(() -> upstream.snapshot(WINDOW))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.RATE_LIMITED);
              assertThat(e).hasMessageContaining("it has just refused one as too many; 0 requests");
            });
    pass(Duration.ofSeconds(60));
    assertThat(upstream.snapshot(WINDOW).value().sequence()).isEqualTo(2);
  }

  @Test
  void whatAnOrderHasMadeOldIsNotShownHoweverFewRequestsAreLeft() {
    upstream.snapshot(WINDOW);
    budget.rateLimited(Duration.ofMinutes(1));
    upstream.invalidate();

    assertThatThrownBy(() -> upstream.snapshot(WINDOW)).isInstanceOf(BrokerException.class);
    pass(Duration.ofSeconds(1));
    assertThat(upstream.snapshot(Duration.ZERO).value().sequence()).as("for an order").isEqualTo(2);
  }

  @Test
  void aFailedReadIsAFailureHoweverYoungTheLastOneIs() {
    upstream.snapshot(WINDOW);
    pass(WINDOW);
    broker.unreadable = true;

    assertThatThrownBy(() -> upstream.snapshot(WINDOW)).isInstanceOf(BrokerException.class);
  }

  @Test
  void whoAsksMeanwhileWaitsForOneAnswer() throws InterruptedException {
    CountDownLatch asking = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    beforeAnswer =
        () -> {
          asking.countDown();
          await(answer);
        };
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(new Thread(() -> upstream.account(WINDOW)));
    }
    readers.forEach(Thread::start);
    await(asking);
    answer.countDown();
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(requests).containsEntry("account", 1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}

package dev.maxdiff.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.control.Fakes.FakeBroker;
import dev.maxdiff.control.Fakes.FakeGateway;
import dev.maxdiff.control.Fakes.FakeSupervisors;
import dev.maxdiff.control.checks.ConsistencySettings;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.EventBus;
import dev.maxdiff.control.events.HistoryQuery;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.gateway.OrderGateway;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.SymbolPosition;
import dev.maxdiff.execution.model.UnreadItems;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.wishes.WishOutcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class WatcherControlTest {

  private static final ControlSettings DEFAULTS =
      ControlSettings.from(ConfigFactory.defaultReference());

  private final FakeSupervisors supervisors = new FakeSupervisors();
  private final FakeGateway gateway = new FakeGateway();
  private final FakeBroker broker = new FakeBroker();
  private final ExecutorService blocking = Executors.newFixedThreadPool(4);
  private final EventBus eventBus =
      new EventBus(DEFAULTS.listenerBuffer(), DEFAULTS.recentHappenings());
  private final List<HistoryQuery> queries = new ArrayList<>();
  private WatcherControl control;

  @BeforeEach
  void create() {
    broker.quotes.put(Symbol.parse("BTCUSD"), Fakes.quote("104000", "104010"));
    broker.quotes.put(Symbol.parse("AAPL"), Fakes.quote("200", "200.02"));
    control = control(DEFAULTS);
  }

  @AfterEach
  void close() {
    eventBus.close();
    blocking.shutdownNow();
  }

  private WatcherControl control(ControlSettings settings) {
    return new WatcherControl(
        settings,
        new WatcherControl.Collaborators(
            Venue.EMBEDDED,
            supervisors,
            gateway,
            broker,
            blocking,
            query -> {
              queries.add(query);
              return CompletableFuture.completedFuture(List.of());
            },
            eventBus,
            new ConsistencySettings(Duration.ofSeconds(5), Duration.ofSeconds(10)),
            () -> List.of("reconcile: nothing to see"),
            () -> Fakes.NOW));
  }

  @Test
  void theAnswerNamesTheOrderAndTheReplacedWish() {
    supervisors.outcome = replaced(exitWish("110250", "0.5"));
    assertThat(want(exit("105000", "0.5")).words())
        .isEqualTo("long 0.5 BTCUSD (maxdiff): will SELL 0.5 at 105000, replacing 110250");
    assertThat(want(exit("105000", null)).words())
        .isEqualTo("long BTCUSD (maxdiff): will SELL all at 105000, replacing 110250");

    supervisors.outcome = replaced(exitWish("105000", "0.4"));
    assertThat(want(exit("105000", "0.5")).words()).endsWith(", replacing 0.4 at 105000");
  }

  @Test
  void theAnswerNamesEachOutcome() {
    assertThat(want(entry("103900", "0.5")).words())
        .isEqualTo("long 0.5 BTCUSD (maxdiff): will BUY 0.5 at 103900");
    supervisors.outcome = outcome(WishOutcome.Kind.UNCHANGED, null);
    assertThat(want(exit("105000", "0.5")).words()).endsWith("SELL 0.5 at 105000, as before");
    supervisors.outcome = outcome(WishOutcome.Kind.EXTENDED, null);
    assertThat(want(exit("105000", "0.5")).words()).endsWith(", as before, until flat");
    supervisors.outcome = outcome(WishOutcome.Kind.DENIED, "in crash_loop");
    assertThat(want(exit("105000", "0.5")).words()).endsWith(": in crash_loop");
  }

  @Test
  void theAnswerNamesPricesAtTheIncrements() {
    assertThat(want(exit("105000.001", "0.5")).words()).endsWith("SELL 0.5 at 105000.01");
    assertThat(want(entry("103900.009", "0.5")).words()).endsWith("BUY 0.5 at 103900");
  }

  @Test
  void fillsInTheDefaults() {
    want(exit("105000", null));
    want(entry("103900", "0.5"));

    ExitWish exit = (ExitWish) supervisors.wanted.get(0);
    EntryWish entry = (EntryWish) supervisors.wanted.get(1);
    assertThat(exit.tolerance()).isEqualTo("0.001");
    assertThat(exit.expiresAt()).isNull();
    assertThat(exit.poll()).isEqualTo(Duration.ofSeconds(45));
    assertThat(entry.tolerance()).isEqualTo("0.0066");
    assertThat(entry.expiresAt()).isEqualTo(Instant.parse("2013-11-27T03:00:00Z"));
  }

  @Test
  void h39AnExplicitDayIsADayNotTheMarketsHours() {
    want(request(Slot.ENTRY, "103900", "0.5", Duration.ofMinutes(1440), false));
    want(request(Slot.EXIT, "105000", "0.5", Duration.ofMinutes(1440), false));

    assertThat(supervisors.wanted)
        .extracting(wish -> wish.expiry().orElseThrow())
        .containsOnly(Fakes.NOW.plus(Duration.ofDays(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EXIT  | 130000 | 130000 is more than 20 % from the quote (104000 bid, 104010 ask)",
        "EXIT  | 80000  | the market has passed 80000 (104000 bid, 104010 ask), it will SELL at"
            + " once at 103480 or better",
        "EXIT  | 104000 | the market has passed 104000 (104000 bid, 104010 ask), it will SELL at"
            + " once at 104000 or better",
        "ENTRY | 104010 | the market has passed 104010 (104000 bid, 104010 ask), the order will"
            + " rest at 104000",
        "ENTRY | 50000  | 50000 is more than 20 % from the quote (104000 bid, 104010 ask)"
      })
  void aWishOffTheMarketIsKeptWithAWarning(Slot slot, String price, String warning) {
    WishAnswer answer = want(request(slot, price, "0.5", null, false));

    assertThat(supervisors.wanted).hasSize(1);
    assertThat(answer.warning()).isEqualTo(warning);
    assertThat(want(request(slot, price, "0.5", null, true)).warning()).isNull();
  }

  @Test
  void anEntryThatTheAccountCannotPayIsKeptWithAWarning() {
    broker.cash = new BigDecimal("52000.00");

    assertThat(want(request(Slot.ENTRY, "103900", "0.5", null, false)).warning()).isNull();
    WishAnswer answer = want(request(Slot.ENTRY, "103900", "0.6", null, true));

    assertThat(answer.outcome()).isEqualTo(WishAnswer.Outcome.STARTED);
    assertThat(answer.warning())
        .isEqualTo(
            "the entry needs 62340 in cash, the account has 52000: it waits until the account can"
                + " pay");
    assertThat(want(request(Slot.ENTRY, "50000", "2", null, false)).warning())
        .startsWith("50000 is more than 20 % from the quote")
        .contains("; the entry needs 100000 in cash");
  }

  @Test
  void aPreviewHasTheAnswerOfTheWishAndSendsNone() throws Exception {
    WishRequest passed = request(Slot.EXIT, "80000", "0.5", null, false);
    WishRequest tooSmall = request(Slot.EXIT, "105000", "0.00001", null, false);

    List<WishPreview> previews =
        control.preview(List.of(passed, tooSmall)).toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(supervisors.wanted).isEmpty();
    assertThat(previews)
        .extracting(WishPreview::verdict)
        .containsExactly(WishPreview.Verdict.WISHED, WishPreview.Verdict.REFUSED);
    WishAnswer answer = want(passed);
    assertThat(previews.get(0).words()).isEqualTo(answer.words());
    assertThat(previews.get(0).warning()).isEqualTo(answer.warning());
    assertThat(previews.get(1).words())
        .isEqualTo("target-qty: 0.00001 (expected: at least 0.0001)");
  }

  @Test
  void p3AnEqualWishIsUnchangedWhereverTheMarketIs() {
    supervisors.outcome =
        CompletableFuture.completedFuture(
            new WishOutcome(WishOutcome.Kind.UNCHANGED, 1, null, null));

    WishAnswer answer = want(request(Slot.EXIT, "1200", "0.5", null, false));

    assertThat(answer.outcome()).isEqualTo(WishAnswer.Outcome.UNCHANGED);
    assertThat(answer.warning()).isNull();
  }

  @Test
  void aForcedWishDoesNotWaitForAQuoteThatItDoesNotNeed() {
    want(request(Slot.EXIT, "130000", "0.5", null, true));
    assertThat(broker.quoteCalls).isZero();

    want(request(Slot.EXIT, "110000", "0.5", null, false));
    assertThat(broker.quoteCalls).isEqualTo(1);
  }

  @Test
  void shortsAreCheckedTheOtherWayRound() {
    WishAnswer passed =
        want(request(Slot.EXIT, Symbol.parse("AAPL"), Side.SELL, "maxdiff", "201", "1"));
    assertThat(passed.warning()).contains("has passed 201", "will BUY at once at");

    WishAnswer answer =
        want(request(Slot.EXIT, Symbol.parse("AAPL"), Side.SELL, "maxdiff", "190", "1"));
    assertThat(answer.words()).isEqualTo("short 1 AAPL (maxdiff): will BUY 1 at 190");
  }

  @Test
  void aWishPassesUncheckedWhileTheBrokerIsDown() {
    broker.down = true;
    assertThat(want(exit("130000", "0.5")).outcome()).isEqualTo(WishAnswer.Outcome.STARTED);
  }

  @Test
  void refusesWhatCannotBeTraded() {
    broker.knowsAssets = false;
    assertThatThrownBy(() -> want(exit("105000", "0.5"))).hasMessageStartingWith("symbol: BTCUSD");
    broker.knowsAssets = true;
    assertThatThrownBy(() -> want(exit("105000", "0.00001")))
        .hasMessage("target-qty: 0.00001 (expected: at least 0.0001)");
    assertThatThrownBy(() -> want(entry("103900", null)))
        .hasMessageStartingWith("target-qty: none");
  }

  @Test
  void cryptoIsNeverSoldShort() {
    WishRequest request =
        request(Slot.ENTRY, Symbol.parse("BTCUSD"), Side.SELL, "maxdiff", "105000", "1");
    assertThatThrownBy(() -> want(request))
        .hasMessage("side: sell (expected: buy: crypto cannot be shorted)");
  }

  @Test
  void aWishWithoutAStrategyIsOfTheOnlyKeyElseOfDefault() {
    want(anonymous());
    supervisors.slots =
        List.of(
            slotOf("BTCUSD|buy|highlow", Slot.ENTRY),
            slotOf("BTCUSD|buy|highlow", Slot.EXIT),
            slotOf("BTCUSD|sell|pctdiff", Slot.EXIT),
            slotOf("ETHUSD|buy|maxdiff", Slot.EXIT));
    want(anonymous());

    assertThat(supervisors.wanted)
        .extracting(wish -> wish.key().toString())
        .containsExactly("BTCUSD|buy|default", "BTCUSD|buy|highlow");
  }

  @Test
  void h37SeveralKeysAreRefusedByName() {
    supervisors.slots =
        List.of(slotOf("BTCUSD|buy|maxdiff", Slot.EXIT), slotOf("BTCUSD|buy|highlow", Slot.ENTRY));

    assertThatThrownBy(() -> want(anonymous()))
        .hasMessageStartingWith("strategy: none (expected: one of highlow, maxdiff");
    assertThat(supervisors.wanted).isEmpty();
  }

  @Test
  void p2WishesOfASlotArriveInTheOrderInWhichTheyWereMade() {
    List<CompletableFuture<WishAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      WishRequest request =
          i % 3 == 0 ? exit("105" + (100 + i), "0.5") : anonymousAt("105" + (100 + i));
      answers.add(control.want(request).toCompletableFuture());
    }
    answers.forEach(WatcherControlTest::get);

    assertThat(supervisors.wanted)
        .extracting(Wish::price)
        .isSortedAccordingTo(Price::compareTo)
        .hasSize(100);
    assertThat(broker.quoteCalls).isLessThan(20);
  }

  @Test
  void aRefusedWishDoesNotHoldUpTheNext() {
    CompletionStage<WishAnswer> refused = control.want(exit("105000", "0.00000000001"));
    CompletionStage<WishAnswer> good = control.want(exit("105000", "0.5"));

    assertThatThrownBy(() -> get(refused)).isInstanceOf(InvalidValueException.class);
    assertThat(get(good).outcome()).isEqualTo(WishAnswer.Outcome.STARTED);
  }

  @Test
  void aFailedJournalIsUnresolvedNotRefused() {
    supervisors.outcome = CompletableFuture.failedFuture(new IllegalStateException("disk full"));

    WishAnswer answer = want(exit("105000", "0.5"));
    assertThat(answer.outcome()).isEqualTo(WishAnswer.Outcome.UNRESOLVED);
    assertThat(answer.words()).contains("disk full", "ask again");
  }

  @Test
  void silenceIsUnresolvedAndSlowOnesAreBounded() {
    supervisors.outcome = new CompletableFuture<>();
    control = control(settings(Duration.ofMillis(200), 2, 1));
    List<CompletableFuture<WishAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(control.want(exit("105000", "0.5")).toCompletableFuture());
    }

    assertThatThrownBy(() -> get(answers.get(3)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("ask again later");
    for (CompletableFuture<WishAnswer> answer : answers.subList(0, 3)) {
      assertThat(get(answer).outcome()).isEqualTo(WishAnswer.Outcome.UNRESOLVED);
    }
    assertThat(supervisors.wanted).hasSize(3);
  }

  @Test
  void nothingIsTakenOnceTheIntakeIsClosed() {
    control.closeIntake();
    assertThatThrownBy(() -> want(exit("105000", "0.5")))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("the runtime is shutting down");
    assertThat(supervisors.wanted).isEmpty();
  }

  @Test
  void stopWithdrawsWhatMatchesAndWaitsForItsOrders() {
    SlotId highlow = WatcherKey.parse("BTCUSD|buy|highlow").slot(Slot.EXIT);
    supervisors.slots =
        List.of(
            Fakes.state(Fakes.EXIT, 1, exitWish("105000", "0.5"), true),
            Fakes.state(Fakes.ENTRY, 1, exitWish("105000", "0.5"), false),
            Fakes.state(highlow, 1, exitWish("105000", "0.5"), true));
    gateway.unconfirmed = List.of(Fakes.order(Side.SELL, "0.5", "105000", OrderStatus.NEW));

    List<StopAnswer> answers =
        get(control.stop(new StopRequest(null, null, new Strategy("maxdiff"), null, false)));
    List<StopAnswer> kept =
        get(control.stop(new StopRequest(Symbol.parse("BTCUSD"), null, null, Slot.EXIT, true)));
    List<StopAnswer> none =
        get(control.stop(new StopRequest(Symbol.parse("AAPL"), null, null, null, false)));

    assertThat(supervisors.withdrawn)
        .containsExactly(Set.of(Fakes.EXIT), Set.of(Fakes.EXIT, highlow));
    assertThat(gateway.cancelled).containsExactly(Set.of(Fakes.EXIT));
    assertThat(answers).extracting(StopAnswer::done).containsExactly(true, false);
    assertThat(answers.get(1).words()).contains("mdx-1", "could not be confirmed");
    assertThat(kept).hasSize(2);
    assertThat(none).isEmpty();
  }

  /** The first stop could not confirm the end: nothing is wished any more, but an order is open. */
  @Test
  void aSecondStopCancelsWhatTheFirstLeftOpen() {
    SlotId others = WatcherKey.parse("BTCUSD|buy|highlow").slot(Slot.ENTRY);
    gateway.owed = Set.of(Fakes.ENTRY, others);
    StopRequest second = new StopRequest(null, null, new Strategy("maxdiff"), null, false);
    gateway.unconfirmed = List.of(Fakes.order(Side.BUY, "0.5", "100000", OrderStatus.NEW));

    List<StopAnswer> still = get(control.stop(second));
    gateway.unconfirmed = List.of();
    List<StopAnswer> ended = get(control.stop(second));

    assertThat(gateway.cancelled).containsExactly(Set.of(Fakes.ENTRY), Set.of(Fakes.ENTRY));
    assertThat(still).extracting(StopAnswer::done).containsExactly(false);
    assertThat(still.get(0).words()).contains("mdx-1", "it is repeated until");
    assertThat(ended).extracting(StopAnswer::done).containsExactly(true);
    assertThat(ended.get(0).words()).contains("its order is cancelled now");
  }

  @Test
  void killAllLeavesOrdersUnlessAsked() {
    supervisors.slots = List.of(Fakes.state(Fakes.EXIT, 1, exitWish("105000", "0.5"), true));

    assertThat(get(control.killAll(false))).hasSize(2);
    assertThat(gateway.cancelled).isEmpty();
    get(control.killAll(true));
    assertThat(gateway.cancelled).containsExactly(EnumSet.allOf(Slot.class));
  }

  @Test
  void aBrokerThatFailsIsSaidAndTheWatchersAreStillShown() {
    supervisors.slots = List.of(Fakes.state(Fakes.EXIT, 7, exitWish("105000", "0.5"), true));
    gateway.overview = CompletableFuture.failedFuture(new IllegalStateException("no\nbroker"));

    StatusView status = get(control.status());
    assertThat(status.brokerError()).isEqualTo("no broker");
    assertThat(status.account()).isNull();
    assertThat(status.at()).isEqualTo(Fakes.NOW);
    assertThat(status.watchers())
        .singleElement()
        .matches(line -> line.alive() && line.pid() == 4711 && line.generation() == 7);
    assertThat(get(control.prove()))
        .singleElement()
        .matches(view -> !view.agreed() && view.words().contains("no broker"));
  }

  @Test
  void proveRoundsByTheAssetsStepsAlsoRightAfterAStart() {
    supervisors.slots = List.of(Fakes.state(Fakes.EXIT, 7, exitWish("105000", null), true));
    gateway.overview =
        CompletableFuture.completedFuture(
            new OrderGateway.AccountOverview(
                null,
                List.of(
                    new SymbolPosition(
                        Symbol.parse("BTCUSD"),
                        new BigDecimal("0.50009"),
                        Map.of(Fakes.KEY, new BigDecimal("0.50009")),
                        BigDecimal.ZERO,
                        new BigDecimal("100000"),
                        new BigDecimal("104000"))),
                List.of(
                    new OwnOrder(
                        Fakes.EXIT,
                        7,
                        Fakes.order(Side.SELL, "0.5000", "105000", OrderStatus.NEW))),
                List.of(),
                UnreadItems.NONE,
                List.of(),
                List.of()));

    assertThat(get(control.prove())).singleElement().matches(ConsistencyView::agreed);
    assertThat(get(control.status()).positions())
        .singleElement()
        .matches(line -> line.owned().get(Fakes.KEY).equals(new BigDecimal("0.50009")));
  }

  @Test
  void historyIsPassedOn() {
    get(control.history(Set.of(Symbol.parse("BTCUSD")), Set.of(), Fakes.NOW));
    assertThat(queries)
        .containsExactly(new HistoryQuery(Set.of(Symbol.parse("BTCUSD")), Set.of(), Fakes.NOW));
  }

  @Test
  void activeCryptoGetsMoreToleranceWhileTheExchangeIsClosed() {
    assertThat(automatic("2026-11-27T17:59:59Z", null).tolerance()).isEqualTo("0.0066");
    assertThat(automatic("2026-11-27T18:00:00Z", null).tolerance()).isEqualTo("0.02"); // early
    assertThat(automatic("2026-11-26T15:00:00Z", null).tolerance()).isEqualTo("0.02"); // holiday
    assertThat(automatic("2026-11-26T15:00:00Z", 1).force())
        .as("an operator's rank is only noted")
        .isFalse();
  }

  private static EntryWish automatic(String now, Integer rank) {
    WishRequest asked = entry("103900", "0.5");
    WishRequest ranked =
        new WishRequest(
            asked.slot(),
            asked.symbol(),
            asked.side(),
            asked.strategy(),
            asked.price(),
            asked.quantity(),
            null,
            null,
            null,
            null,
            false,
            false,
            false,
            rank,
            WishRequest.Source.OPERATOR);
    return (EntryWish)
        new WishFactory(DEFAULTS)
            .create(ranked, Strategy.DEFAULT, Instant.parse(now), MarketCalendar.RULES);
  }

  private static ControlSettings settings(Duration answerWithin, int undecided, int queued) {
    return new ControlSettings(
        DEFAULTS.entryTolerance(),
        DEFAULTS.outOfHoursTolerance(),
        DEFAULTS.outOfHoursForceCount(),
        DEFAULTS.exitTolerance(),
        DEFAULTS.entryPoll(),
        DEFAULTS.exitPoll(),
        DEFAULTS.entryMinimumLife(),
        DEFAULTS.maxDistance(),
        DEFAULTS.quoteMaxAge(),
        DEFAULTS.brokerPatience(),
        answerWithin,
        DEFAULTS.cancelPatience(),
        undecided,
        queued,
        DEFAULTS.listenerBuffer(),
        DEFAULTS.recentHappenings());
  }

  private static CompletionStage<WishOutcome> replaced(Wish before) {
    return CompletableFuture.completedFuture(
        new WishOutcome(WishOutcome.Kind.REPLACED, 2, before, null));
  }

  private static CompletionStage<WishOutcome> outcome(WishOutcome.Kind kind, String reason) {
    return CompletableFuture.completedFuture(new WishOutcome(kind, 2, null, reason));
  }

  private static SlotView slotOf(String key, Slot slot) {
    return Fakes.state(WatcherKey.parse(key).slot(slot), 1, exitWish("105000", "0.5"), false);
  }

  public static ExitWish exitWish(String price, String quantity) {
    return new ExitWish(
        Fakes.KEY,
        Price.parse(price),
        quantity == null ? null : Quantity.parse(quantity),
        new BigDecimal("0.001"),
        null,
        Duration.ofSeconds(45),
        false,
        false);
  }

  private WishAnswer want(WishRequest request) {
    return get(control.want(request));
  }

  private static WishRequest exit(String price, String quantity) {
    return request(Slot.EXIT, price, quantity, null, false);
  }

  private static WishRequest entry(String price, String quantity) {
    return request(Slot.ENTRY, price, quantity, null, false);
  }

  private static WishRequest anonymous() {
    return anonymousAt("105000");
  }

  private static WishRequest anonymousAt(String price) {
    return request(Slot.EXIT, Symbol.parse("BTCUSD"), Side.BUY, null, price, "0.5");
  }

  private static WishRequest request(
      Slot slot, Symbol symbol, Side side, String strategy, String price, String quantity) {
    return new WishRequest(
        slot,
        symbol,
        side,
        strategy == null ? null : new Strategy(strategy),
        Price.parse(price),
        quantity == null ? null : Quantity.parse(quantity),
        null,
        null,
        null,
        null,
        false,
        false,
        false,
        null,
        WishRequest.Source.OPERATOR);
  }

  private static WishRequest request(
      Slot slot, String price, String quantity, Duration life, boolean force) {
    return new WishRequest(
        slot,
        Symbol.parse("BTCUSD"),
        Side.BUY,
        new Strategy("maxdiff"),
        Price.parse(price),
        quantity == null ? null : Quantity.parse(quantity),
        null,
        life,
        null,
        null,
        force,
        false,
        false,
        null,
        WishRequest.Source.OPERATOR);
  }

  private static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}

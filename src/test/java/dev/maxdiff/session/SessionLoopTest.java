package dev.maxdiff.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.forecast.EntrySizing;
import dev.maxdiff.session.forecast.ExcursionForecaster;
import dev.maxdiff.session.forecast.ForecastIntentSource;
import dev.maxdiff.session.forecast.Forecaster;
import dev.maxdiff.session.forecast.PriceTable;
import dev.maxdiff.session.model.FakeAccount;
import dev.maxdiff.session.model.IntentSource;
import dev.maxdiff.session.model.SessionIntent;
import dev.maxdiff.session.model.SessionSettings;
import dev.maxdiff.session.model.TapeMarket;
import dev.maxdiff.session.report.SessionCounters;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loop with a clock and a control under the control of the test. */
class SessionLoopTest {

  private static final SessionSettings SETTINGS =
      SessionSettings.from(ConfigFactory.defaultReference(), Venue.EMBEDDED)
          .on(List.of(new Symbol("BTCUSD")));
  private static final Instant OPENED = Instant.EPOCH.plus(Duration.ofHours(24));

  private final TapeMarket market = new TapeMarket(TapeMarket.hourly(prices(72)));
  private final FakeWatchers watchers = new FakeWatchers();
  private final SessionCounters counters = new SessionCounters();
  private final List<String> problems = new ArrayList<>();
  private final FakeAccount account = new FakeAccount(OPENED, new BigDecimal("100000"), market);
  private final Set<Strategy> failing = new HashSet<>();
  private final SessionLoop loop = loop();
  private Optional<Duration> checkIn = Optional.empty();

  private SessionLoop loop() {
    market.moveTo(OPENED);
    var excursions = new ExcursionForecaster(SETTINGS);
    Forecaster forecaster =
        (symbol, strategy, history) -> {
          if (failing.contains(strategy)) {
            throw new IllegalStateException("no model");
          }
          return excursions.forecast(symbol, strategy, history);
        };
    var source =
        new ForecastIntentSource(
            SETTINGS, market, account, forecaster, SETTINGS.newSchedule(), problems::add);
    var sender = new WishSender(SETTINGS, watchers, counters, problems::add);
    return new SessionLoop(market, source, sender);
  }

  private static double[] prices(int hours) {
    double[] prices = new double[hours];
    for (int hour = 0; hour < hours; hour++) {
      prices[hour] = 900 + 40 * Math.sin(hour / 3.0) + hour;
    }
    return prices;
  }

  /** 18 s of exchange time, at least 50 ms and at most 1 s; a real exchange has speed 1. */
  @ParameterizedTest
  @CsvSource({
    "auto,  360,  EMBEDDED, 50",
    "auto,  3600, EMBEDDED, 50",
    "auto,  180,  EMBEDDED, 100",
    "auto,  20,   EMBEDDED, 900",
    "auto,  1,    EMBEDDED, 1000",
    "auto,  360,  PAPER,    1000",
    "70 ms, 1,    EMBEDDED, 70",
  })
  void theTickIsShorterOnAFasterClock(String tick, double speed, Venue venue, long millis) {
    Config config =
        ConfigFactory.parseMap(
                Map.of("maxdiff.session.tick", tick, "maxdiff.exchange.speed", speed))
            .withFallback(ConfigFactory.defaultReference());

    assertThat(SessionSettings.from(config, venue).tick()).hasMillis(millis);
  }

  @Test
  void anIntentSourceCanShortenThePauseButNotExtendIt() {
    Duration tick = Duration.ofMillis(100);
    IntentSource source =
        new IntentSource() {
          @Override
          public List<SessionIntent> due(Instant now) {
            return List.of();
          }

          @Override
          public Optional<Duration> nextCheckIn() {
            return checkIn;
          }
        };
    var polled =
        new SessionLoop(
            market, source, new WishSender(SETTINGS, watchers, counters, problems::add));

    assertThat(polled.pause(tick)).isEqualTo(tick);
    checkIn = Optional.of(Duration.ofMillis(99));
    assertThat(polled.pause(tick)).hasMillis(99);
    checkIn = Optional.of(Duration.ofMillis(101));
    assertThat(polled.pause(tick)).isEqualTo(tick);
  }

  /** While the loop does not call the source, the pause is the tick: else the loop would spin. */
  @Test
  void theSourceDoesNotShortenThePauseDuringARound() {
    Duration tick = Duration.ofMillis(100);
    var slow = new CompletableFuture<WishAnswer>();
    watchers.answer = request -> slow;
    var sender = new WishSender(SETTINGS, watchers, counters, problems::add);
    var busy = new SessionLoop(market, new AlwaysDue(exits(1)), sender);
    assertThat(busy.pause(tick)).isZero();

    busy.tick();
    assertThat(busy.pause(tick)).as("a round is under way").isEqualTo(tick);
    slow.complete(FakeWatchers.answer(watchers.wishes.get(0), WishAnswer.Outcome.STARTED));
    assertThat(busy.pause(tick)).isZero();
    busy.stop();
    assertThat(busy.pause(tick)).as("stopped").isEqualTo(tick);
  }

  private record AlwaysDue(List<SessionIntent> due) implements IntentSource {
    @Override
    public List<SessionIntent> due(Instant now) {
      return due;
    }

    @Override
    public Optional<Duration> nextCheckIn() {
      return Optional.of(Duration.ZERO);
    }
  }

  @Test
  void wishesEntryAndExitOfEveryKeyAtTheStartBeforeAnythingIsFilled() {
    loop.tick();

    assertThat(watchers.wishesOf(Slot.ENTRY))
        .extracting(WishRequest::strategy)
        .containsExactlyInAnyOrderElementsOf(SETTINGS.strategies());
    assertThat(watchers.wishesOf(Slot.EXIT)).hasSize(3);
    assertThat(watchers.wishesOf(Slot.ENTRY))
        .allSatisfy(
            wish -> {
              assertThat(wish.expiresAt()).isEqualTo(OPENED.plus(SETTINGS.entryLife()));
              assertThat(wish.poll()).isEqualTo(SETTINGS.entryPoll());
              assertThat(wish.source()).isEqualTo(WishRequest.Source.LOOP);
              assertThat(wish.force()).isFalse();
              assertThat(wish.quantity().value().scale()).isLessThanOrEqualTo(3);
            });
    assertThat(watchers.wishesOf(Slot.EXIT))
        .allSatisfy(
            wish -> {
              assertThat(wish.expiresAt()).isNull();
              assertThat(wish.quantity()).isNull();
            });
  }

  @Test
  void aRefusedWishIsSentAgainUntilItIsAcceptedAndReportedOnce() {
    watchers.answer =
        request ->
            request.slot() == Slot.EXIT
                ? CompletableFuture.failedFuture(
                    new InvalidValueException("takeprofit-price", "905", "a SELL above the bid"))
                : watchers.answered(request);
    loop.tick();
    loop.tick();
    assertThat(watchers.wishes).hasSize(6);

    market.advance(Duration.ofMinutes(1));
    loop.tick();
    loop.tick();
    assertThat(watchers.wishesOf(Slot.EXIT)).hasSize(6);
    assertThat(watchers.wishesOf(Slot.ENTRY)).hasSize(3);
    assertThat(problems).hasSize(3);

    watchers.answer = watchers::answered;
    market.advance(Duration.ofMinutes(1));
    loop.tick();
    market.advance(Duration.ofMinutes(5));
    loop.tick();
    assertThat(watchers.wishesOf(Slot.EXIT)).hasSize(9);
    assertThat(watchers.standing).hasSize(6);
  }

  @Test
  void aNewerWishTakesThePlaceOfARefusedOne() {
    watchers.answer =
        request ->
            CompletableFuture.completedFuture(
                FakeWatchers.answer(request, WishAnswer.Outcome.UNRESOLVED));
    loop.tick();
    List<WishRequest> first = List.copyOf(watchers.wishes);
    watchers.answer = watchers::answered;
    market.advance(Duration.ofHours(1));
    loop.tick();

    assertThat(watchers.wishes).hasSize(12);
    assertThat(watchers.standing.values()).doesNotContainAnyElementsOf(first);
  }

  @Test
  void aRefusedEntryThatHasExpiredIsNotSentAgain() {
    WatcherKey key = WatcherKey.parse("BTCUSD|buy|mine");
    KeptIntents kept = new KeptIntents(Duration.ofMinutes(1));
    kept.due(OPENED);
    kept.add(
        new SessionIntent.Hold(
            key,
            Price.parse("900"),
            null,
            Quantity.parse("1"),
            null,
            OPENED.plusSeconds(90),
            null));
    kept.add(new SessionIntent.Hold(key, null, Price.parse("950"), null, null, null, null));

    assertThat(kept.due(OPENED.plusSeconds(59))).isEmpty();
    assertThat(kept.due(OPENED.plusSeconds(60)))
        .extracting(intent -> ((SessionIntent.Hold) intent).entry() == null)
        .containsExactly(true, false);
    assertThat(kept.due(OPENED.plusSeconds(120))).hasSize(1);
  }

  @Test
  void wishesAnewAtEachFullHourAndOnlyThen() {
    loop.tick();
    market.advance(Duration.ofMinutes(59));
    loop.tick();
    assertThat(watchers.wishes).hasSize(6);

    market.advance(Duration.ofMinutes(1));
    loop.tick();
    loop.tick();
    assertThat(watchers.wishes).hasSize(12);
    assertThat(counters.counts().of(WishAnswer.Outcome.REPLACED)).isEqualTo(6);
  }

  @Test
  void aJumpOverSeveralHoursCostsOneRound() {
    loop.tick();
    market.advance(Duration.ofHours(5));
    loop.tick();
    loop.tick();
    assertThat(watchers.wishes).hasSize(12);
  }

  @Test
  void aSlowRoundIsNotOverlappedAndTheNextOneIsFresh() {
    var slow = new CompletableFuture<WishAnswer>();
    watchers.answer = request -> slow;
    loop.tick();
    market.advance(Duration.ofHours(2));
    loop.tick();
    assertThat(watchers.wishes).hasSize(6);

    watchers.answer = watchers::answered;
    slow.complete(FakeWatchers.answer(watchers.wishes.get(0), WishAnswer.Outcome.STARTED));
    loop.tick();
    assertThat(watchers.wishes).hasSize(12);
    assertThat(watchers.wishesOf(Slot.ENTRY).get(3).expiresAt())
        .isEqualTo(OPENED.plus(Duration.ofHours(2)).plus(SETTINGS.entryLife()));
  }

  @Test
  void aFailureOfOneKeyLeavesTheOthersUnaffected() {
    failing.add(PriceTable.MAXDIFF);
    watchers.answer =
        request ->
            request.strategy().equals(PriceTable.HIGHLOW) ? thrown() : watchers.answered(request);
    loop.tick();

    assertThat(watchers.standing.keySet())
        .extracting(slot -> slot.key().strategy())
        .containsOnly(PriceTable.ALWAYS_ON);
    assertThat(problems)
        .containsExactlyInAnyOrder(
            "BTCUSD maxdiff: forecast failed: no model",
            "BTCUSD|buy|highlow entry failed: closed",
            "BTCUSD|buy|highlow exit failed: closed");
    assertThat(counters.counts().failures()).isEqualTo(2);
  }

  private static CompletableFuture<WishAnswer> thrown() {
    throw new IllegalStateException("closed");
  }

  @Test
  void reportsTheReasonOfADenial() {
    watchers.answer =
        request ->
            CompletableFuture.completedFuture(
                new WishAnswer(
                    WishAnswer.Outcome.DENIED,
                    FakeWatchers.slot(request).key(),
                    request.slot(),
                    0,
                    "marketable"));
    loop.tick();
    assertThat(problems).contains("BTCUSD|buy|maxdiff entry denied: marketable");
    assertThat(counters.counts().of(WishAnswer.Outcome.DENIED)).isEqualTo(6);
  }

  @Test
  void afterAStopItSendsNoWishAndTheWishesStay() {
    loop.tick();
    loop.stop();
    market.advance(Duration.ofHours(1));
    loop.tick();

    assertThat(watchers.wishes).hasSize(6);
    assertThat(watchers.stops).isEmpty();
    assertThat(loop.ended()).isCompletedWithValue(TradingSession.End.STOPPED);
  }

  @Test
  void aStopDuringARoundAwaitsTheSentWishesAndSendsNoMore() {
    var slow = new CompletableFuture<WishAnswer>();
    watchers.answer = request -> slow;
    var sender = new WishSender(SETTINGS, watchers, counters, problems::add);
    var lengthy = new SessionLoop(market, now -> exits(500), sender);
    lengthy.tick();
    int sent = watchers.wishes.size();
    assertThat(sent).isLessThan(500);

    lengthy.stop();
    assertThat(lengthy.ended()).isNotDone();
    slow.complete(FakeWatchers.answer(watchers.wishes.get(0), WishAnswer.Outcome.STARTED));

    assertThat(watchers.wishes).hasSize(sent);
    assertThat(lengthy.ended()).isCompletedWithValue(TradingSession.End.STOPPED);
  }

  /** Control refuses wishes beyond its capacity. */
  @Test
  void sendsEveryRowOfALongPlanAndFewAtATime() {
    Deque<CompletableFuture<WishAnswer>> unanswered = new ArrayDeque<>();
    watchers.answer =
        request -> {
          unanswered.add(new CompletableFuture<>());
          return unanswered.getLast();
        };
    var sender = new WishSender(SETTINGS, watchers, counters, problems::add);
    new SessionLoop(market, now -> exits(5_000), sender).tick();

    while (!unanswered.isEmpty()) {
      assertThat(unanswered).hasSizeLessThan(500);
      WishRequest any = watchers.wishes.get(0);
      unanswered.remove().complete(FakeWatchers.answer(any, WishAnswer.Outcome.STARTED));
    }
    assertThat(watchers.wishes).hasSize(5_000);
    assertThat(problems).isEmpty();
  }

  private static List<SessionIntent> exits(int keys) {
    return IntStream.range(0, keys)
        .mapToObj(i -> new WatcherKey(Symbol.parse("BTCUSD"), Side.BUY, new Strategy("k" + i)))
        .<SessionIntent>map(
            key -> new SessionIntent.Hold(key, null, Price.parse("900"), null, null, null, null))
        .toList();
  }

  @Test
  void theEndOfTheDataWithdrawsAllWishesAfterTheLastRound() {
    var slow = new CompletableFuture<WishAnswer>();
    watchers.answer = request -> slow;
    loop.tick();
    market.moveTo(market.end().orElseThrow());
    loop.tick();
    assertThat(watchers.stops).isEmpty();

    slow.complete(FakeWatchers.answer(watchers.wishes.get(0), WishAnswer.Outcome.STARTED));
    loop.tick();
    assertThat(watchers.stops).hasSize(1);
    assertThat(watchers.stops.get(0).symbol()).isNull();
    assertThat(loop.ended()).isCompletedWithValue(TradingSession.End.DATA_ENDED);
    loop.tick();
    assertThat(watchers.wishes).hasSize(6);
  }

  @Test
  void aFailedWithdrawalIsReportedAndEndsTheSession() {
    watchers.stopAnswer = CompletableFuture.failedFuture(new IllegalStateException("journal"));
    market.moveTo(market.end().orElseThrow());
    loop.tick();
    assertThat(problems).containsExactly("withdrawing the wishes failed: journal");
    assertThat(loop.ended()).isCompletedWithValue(TradingSession.End.DATA_ENDED);
  }

  @ParameterizedTest
  @CsvSource({
    "BTCUSD, 900, 100000, 0.5, 3, 18.518",
    "BTCUSD, 1163.1, 100, 0.5, 1, 0.042",
    "BTCUSD, 90000, 100, 0.5, 3, ",
    "AAPL, 120, 1000, 0.5, 1, 4",
    "AAPL, 120, 300, 0.5, 3, 1"
  })
  void sizesAnEntry(
      String symbol, String price, String equity, String fraction, int keys, String expected) {
    assertThat(sized(symbol, price, equity, fraction, keys))
        .map(Quantity::toString)
        .isEqualTo(Optional.ofNullable(expected));
  }

  private static Optional<Quantity> sized(
      String symbol, String price, String equity, String fraction, int keys) {
    return EntrySizing.quantity(
        Symbol.parse(symbol),
        Price.parse(price),
        new BigDecimal(equity),
        new BigDecimal(fraction),
        keys);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "capital-fraction = 0 | maxdiff.session.capital-fraction: 0 (expected: above 0, at most 1)",
        "strategies = [] | maxdiff.session.strategies: [] (expected: at least one)",
        "strategies = [best] | maxdiff.session.strategies: best (expected: some of",
        "horizons.maxdiff = 10m | maxdiff.session.horizons.maxdiff: PT10M (expected: at least PT1H)",
        "entry-poll = 1ms | maxdiff.session.entry-poll: PT0.001S (expected: at least PT0.01S)"
      })
  void aBadSettingIsNamedWithValueAndExpectation(String setting, String message) {
    Config config =
        ConfigFactory.parseString("maxdiff.session { " + setting + " }")
            .withFallback(ConfigFactory.defaultReference());
    assertThatThrownBy(() -> SessionSettings.from(config, Venue.EMBEDDED))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith(message);
  }
}

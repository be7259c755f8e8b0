package dev.maxdiff.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.forecast.ExcursionForecaster;
import dev.maxdiff.session.model.FakeAccount;
import dev.maxdiff.session.model.SessionNote;
import dev.maxdiff.session.model.SessionSettings;
import dev.maxdiff.session.model.TapeMarket;
import dev.maxdiff.session.report.SessionSummary;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The session on its own thread. */
@Timeout(180)
class TradingSessionTest {

  private static final SessionSettings SETTINGS =
      SessionSettings.from(
              ConfigFactory.parseString(
                      "maxdiff.session { tick = 5ms, plan-poll = 10ms, plan-stable-for = 50ms }")
                  .withFallback(ConfigFactory.defaultReference()),
              Venue.EMBEDDED)
          .on(List.of(new Symbol("BTCUSD")));

  private final FakeWatchers watchers = new FakeWatchers();
  private final List<SessionNote> notes = new CopyOnWriteArrayList<>();

  @Test
  void wishesAtOnceAndCompletesAtTheEndOfTheData() throws Exception {
    var end = Instant.EPOCH.plus(Duration.ofHours(29));
    var market = new TapeMarket(TapeMarket.hourly(prices()));
    market.moveTo(Instant.EPOCH.plus(Duration.ofHours(24)));
    var account = new FakeAccount(market.now(), new BigDecimal("1000"), market);
    var forecaster = new ExcursionForecaster(SETTINGS);
    try (var session =
        TradingSession.forecasting(SETTINGS, watchers, market, account, forecaster, notes::add)) {
      watchers.subscribe(session::onEvent);
      var latch = firstWishes(6);
      session.start();
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();

      market.moveTo(end);
      assertThat(session.ended().toCompletableFuture().get(60, TimeUnit.SECONDS))
          .isEqualTo(TradingSession.End.DATA_ENDED);
      SessionSummary summary = session.summary().toCompletableFuture().get(60, TimeUnit.SECONDS);
      assertThat(summary.wishes()).isEqualTo(6);
      assertThat(summary.starts()).isEqualTo(6);
      assertThat(summary.watchersLeft()).isZero();
    }
    assertThat(notes).isEmpty();
  }

  /** The pause between two repetitions of a refused wish is a minute; the market stands still. */
  @Test
  void aLiftedHoldEvaluatesThePlanAtOnceExitsFirst(@TempDir Path directory) throws Exception {
    Path plans = directory.resolve("plans.csv");
    Files.writeString(
        plans,
        "symbol,side,strategy,action,entry,takeprofit,qty\n"
            + "BTCUSD,buy,mine,hold,900,950,0.5\n"
            + "ETHUSD,buy,mine,hold,90,95,0.5\n");
    var market = new TapeMarket(TapeMarket.hourly(prices()));
    var account = new FakeAccount(market.now(), new BigDecimal("1000"), market);
    WatcherKey bitcoin = WatcherKey.parse("BTCUSD|buy|mine");
    try (var session =
        TradingSession.following(
            plans, SETTINGS, watchers, market, account, System::nanoTime, notes::add)) {
      watchers.subscribe(session::onEvent);
      var latch = firstWishes(4);
      session.start();
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
      watchers.wishes.clear();

      var again = firstWishes(2);
      watchers.publish(RuntimeEvent.Kind.RESUMED, bitcoin.slot(Slot.EXIT));
      assertThat(again.await(60, TimeUnit.SECONDS)).isTrue();

      assertThat(watchers.wishes)
          .extracting(WishRequest::symbol, WishRequest::slot)
          .containsExactly(tuple(bitcoin.symbol(), Slot.EXIT), tuple(bitcoin.symbol(), Slot.ENTRY));
    }
  }

  @Test
  void aLiftedHoldRepeatsARefusedRowAtOnce(@TempDir Path directory) throws Exception {
    Path plans = directory.resolve("plans.csv");
    Files.writeString(
        plans, "symbol,side,strategy,action,entry,takeprofit,qty\nBTCUSD,buy,mine,hold,900,,0.5\n");
    var market = new TapeMarket(TapeMarket.hourly(prices()));
    var account = new FakeAccount(market.now(), new BigDecimal("1000"), market);
    SlotId entry = WatcherKey.parse("BTCUSD|buy|mine").slot(Slot.ENTRY);
    var refused = new CountDownLatch(1);
    watchers.answer =
        request -> {
          refused.countDown();
          return CompletableFuture.completedFuture(
              new WishAnswer(
                  WishAnswer.Outcome.DENIED, entry.key(), Slot.ENTRY, 0, "held by an operator"));
        };
    try (var session =
        TradingSession.following(
            plans, SETTINGS, watchers, market, account, System::nanoTime, notes::add)) {
      watchers.subscribe(session::onEvent);
      session.start();
      assertThat(refused.await(60, TimeUnit.SECONDS)).isTrue();

      var again = firstWishes(1);
      watchers.publish(RuntimeEvent.Kind.RESUMED, entry);

      assertThat(again.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void followsARealPlanFile(@TempDir Path directory) throws Exception {
    Path plans = directory.resolve("plans.csv");
    Files.writeString(
        plans,
        "symbol,side,strategy,action,entry,takeprofit,qty\n"
            + "BTCUSD,buy,mine,hold,900,950,0.5\n"
            + "BTCUSD,buy,mine,hold,900,oops,0.5\n");
    var market = new TapeMarket(TapeMarket.hourly(prices()));
    var account = new FakeAccount(market.now(), new BigDecimal("1000"), market);
    try (var session =
        TradingSession.following(
            plans, SETTINGS, watchers, market, account, System::nanoTime, notes::add)) {
      var latch = firstWishes(2);
      session.start();
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
      session.stop();
      assertThat(session.ended().toCompletableFuture().get(60, TimeUnit.SECONDS))
          .isEqualTo(TradingSession.End.STOPPED);
    }
    assertThat(watchers.stops).isEmpty();
    assertThat(notes)
        .extracting(SessionNote::words)
        .containsExactly(
            "plan plans.csv: line 3: takeprofit: oops (expected: a decimal number > 0)");
  }

  @Test
  void p11_refusesAPlanFileOfAnotherKind() {
    var market = new TapeMarket(TapeMarket.hourly(1));
    var account = new FakeAccount(market.now(), BigDecimal.TEN, market);
    assertThatThrownBy(
            () ->
                TradingSession.following(
                    Path.of("plans.xlsx"),
                    SETTINGS,
                    watchers,
                    market,
                    account,
                    System::nanoTime,
                    notes::add))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("plans: plans.xlsx (expected: a file that ends in .csv or .json)");
  }

  private CountDownLatch firstWishes(int count) {
    var latch = new CountDownLatch(count);
    watchers.answer =
        request -> {
          latch.countDown();
          return watchers.answered(request);
        };
    return latch;
  }

  private static double[] prices() {
    double[] prices = new double[30];
    for (int hour = 0; hour < prices.length; hour++) {
      prices[hour] = 900 + 20 * Math.sin(hour);
    }
    return prices;
  }
}

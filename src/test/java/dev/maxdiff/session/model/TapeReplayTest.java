package dev.maxdiff.session.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.FakeWatchers;
import dev.maxdiff.session.SessionLoop;
import dev.maxdiff.session.WishSender;
import dev.maxdiff.session.forecast.ExcursionForecaster;
import dev.maxdiff.session.forecast.ForecastIntentSource;
import dev.maxdiff.session.report.SessionCounters;
import dev.maxdiff.session.report.SessionSummary;
import dev.maxdiff.session.report.SummaryCalculator;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Replays the whole tape of the default session through forecasts, loop and ledger, with orders
 * that rest where the watchers would put them and fill as trades cross them.
 */
class TapeReplayTest {

  private static final SessionSettings SETTINGS =
      SessionSettings.from(ConfigFactory.defaultReference(), Venue.EMBEDDED)
          .on(List.of(new Symbol("BTCUSD")));
  private static final BigDecimal FEE = new BigDecimal("0.0025");
  private static final BigDecimal TRIGGER = new BigDecimal("0.0066");
  private static final BigDecimal NEARLY = new BigDecimal("0.99");
  private static final Duration POLL = Duration.ofSeconds(90);

  private static final List<TapeMarket.Trade> TAPE = TapeMarket.bitstamp();
  private static final ReplayMarket MARKET = new ReplayMarket();
  private static final FakeWatchers WATCHERS = new FakeWatchers();
  private static final SessionCounters COUNTERS = new SessionCounters();
  private static final List<String> PROBLEMS = new ArrayList<>();
  private static final Map<WatcherKey, BigDecimal> OWNED = new HashMap<>();
  private static final Map<SlotId, WishRequest> RESTING = new HashMap<>();
  private static FakeAccount account;
  private static SessionSummary summary;

  @BeforeAll
  static void replay() {
    Instant opened = TAPE.get(0).at().plus(Duration.ofDays(1));
    MARKET.now = opened;
    account = new FakeAccount(opened, new BigDecimal("100000"), MARKET);
    account.mark = () -> MARKET.last;
    WATCHERS.subscribe(event -> COUNTERS.countEvent(event.kind()));
    var source =
        new ForecastIntentSource(
            SETTINGS,
            MARKET,
            account,
            new ExcursionForecaster(SETTINGS),
            SETTINGS.newSchedule(),
            PROBLEMS::add);
    var sender = new WishSender(SETTINGS, WATCHERS, COUNTERS, PROBLEMS::add);
    var loop = new SessionLoop(MARKET, source, sender);
    Instant nextPoll = opened;
    for (TapeMarket.Trade trade : TAPE) {
      MARKET.take(trade);
      if (trade.at().isBefore(opened)) {
        continue;
      }
      loop.tick();
      if (!trade.at().isBefore(nextPoll)) {
        nextPoll = trade.at().plus(POLL);
        poll(trade);
      }
      cross(trade);
    }
    loop.tick();
    summary =
        new SummaryCalculator(SETTINGS.symbols(), SETTINGS.barLength(), MARKET, account)
            .calculate(COUNTERS.counts(), 0);
  }

  /** Acts as the watchers: places an order at the wished price when the trigger is met. */
  private static void poll(TapeMarket.Trade trade) {
    WATCHERS.standing.forEach(
        (slot, wish) -> {
          BigDecimal limit = wish.price().value();
          BigDecimal distance = trade.price().subtract(limit).abs();
          boolean near = distance.compareTo(limit.multiply(TRIGGER)) <= 0;
          boolean expired = wish.expiresAt() != null && wish.expiresAt().isBefore(trade.at());
          if (slot.slot() == Slot.EXIT || (near && !expired)) {
            RESTING.put(slot, wish);
          }
        });
    RESTING
        .entrySet()
        .removeIf(resting -> WATCHERS.standing.get(resting.getKey()) != resting.getValue());
  }

  private static void cross(TapeMarket.Trade trade) {
    for (var resting : List.copyOf(RESTING.entrySet())) {
      SlotId slot = resting.getKey();
      WishRequest wish = resting.getValue();
      BigDecimal owned = OWNED.getOrDefault(slot.key(), BigDecimal.ZERO);
      boolean entry = slot.slot() == Slot.ENTRY;
      BigDecimal remaining = entry ? wish.quantity().value().subtract(owned) : owned;
      boolean full = entry && owned.compareTo(wish.quantity().value().multiply(NEARLY)) >= 0;
      int compared = trade.price().compareTo(wish.price().value());
      if (remaining.signum() > 0 && !full && (entry ? compared <= 0 : compared >= 0)) {
        fill(slot, wish, remaining.min(trade.amount()), trade);
      }
    }
  }

  private static void fill(
      SlotId slot, WishRequest wish, BigDecimal quantity, TapeMarket.Trade trade) {
    boolean entry = slot.slot() == Slot.ENTRY;
    BigDecimal price = wish.price().value();
    BigDecimal value = quantity.multiply(price);
    AccountFill fill =
        new AccountFill(
            account.nextSequence(),
            trade.at(),
            "order",
            slot,
            slot.key().symbol(),
            entry ? Side.BUY : Side.SELL,
            quantity,
            price,
            entry ? quantity.multiply(FEE) : BigDecimal.ZERO,
            entry ? BigDecimal.ZERO : value.multiply(FEE));
    account.add(fill);
    OWNED.merge(slot.key(), fill.positionChange(), BigDecimal::add);
  }

  @Test
  void aWholeReplayFillsAndSupersedesAtLeastTwentyTimes() {
    assertThat(summary.fills()).isGreaterThanOrEqualTo(20);
    assertThat(summary.supersedes()).isGreaterThanOrEqualTo(20);
    assertThat(summary.roundTrips()).isGreaterThanOrEqualTo(5);
    assertThat(PROBLEMS).isEmpty();
  }

  @Test
  void everyStrategyTradesAndItsTakeProfitMovesFromHourToHour() {
    assertThat(summary.keys()).hasSize(3).allSatisfy(key -> assertThat(key.fills()).isPositive());
    for (Strategy strategy : SETTINGS.strategies()) {
      long prices =
          WATCHERS.wishesOf(Slot.EXIT).stream()
              .filter(wish -> wish.strategy().equals(strategy))
              .map(WishRequest::price)
              .distinct()
              .count();
      assertThat(prices).as("take-profits of %s", strategy).isGreaterThan(100);
    }
  }

  @Test
  void profitAndLossPerKeySumsToTheAccounts() {
    assertThat(summary.unexplained()).isEqualByComparingTo("0");
  }

  @Test
  void theEndOfTheDataWithdrawsEveryWish() {
    assertThat(WATCHERS.stops).hasSize(1);
    assertThat(WATCHERS.standing).isEmpty();
  }

  /** The tape, read once: bars grow as trades come in. */
  private static final class ReplayMarket implements MarketHistory {
    private final List<Bar> bars = new ArrayList<>();
    private final NavigableMap<Instant, BigDecimal> prices = new TreeMap<>();
    private Instant now;
    private BigDecimal last;

    void take(TapeMarket.Trade trade) {
      now = trade.at();
      last = trade.price();
      prices.put(now, last);
      long start = Math.floorDiv(trade.at().getEpochSecond(), 3600) * 3600;
      Bar newest = bars.isEmpty() ? null : bars.get(bars.size() - 1);
      if (newest == null || newest.start().getEpochSecond() != start) {
        bars.add(
            new Bar(
                Instant.ofEpochSecond(start),
                Duration.ofHours(1),
                last,
                last,
                last,
                last,
                trade.amount()));
      } else {
        bars.set(
            bars.size() - 1,
            new Bar(
                newest.start(),
                newest.length(),
                newest.open(),
                newest.high().max(last),
                newest.low().min(last),
                last,
                newest.volume().add(trade.amount())));
      }
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public List<Bar> bars(Symbol symbol, Duration barLength, Instant until) {
      return bars.stream()
          .filter(bar -> !bar.end().isAfter(until) && !bar.end().isAfter(now))
          .toList();
    }

    @Override
    public Optional<Price> last(Symbol symbol, Instant at) {
      return Optional.ofNullable(prices.floorEntry(at)).map(line -> new Price(line.getValue()));
    }

    @Override
    public double progress() {
      return 0;
    }

    @Override
    public Instant start() {
      return TAPE.get(0).at();
    }

    @Override
    public Optional<Instant> end() {
      return Optional.of(TAPE.get(TAPE.size() - 1).at());
    }
  }
}

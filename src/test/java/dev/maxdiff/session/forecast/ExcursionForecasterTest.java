package dev.maxdiff.session.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.session.model.OrderPrices;
import dev.maxdiff.session.model.SessionSettings;
import dev.maxdiff.session.model.TapeMarket;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExcursionForecasterTest {

  private static final SessionSettings SETTINGS =
      SessionSettings.from(ConfigFactory.defaultReference(), Venue.EMBEDDED)
          .on(List.of(new Symbol("BTCUSD")));
  private static final Strategy ALWAYS_ON = PriceTable.ALWAYS_ON;

  private final ExcursionForecaster forecaster = new ExcursionForecaster(SETTINGS);

  @Test
  void theFutureDoesNotChangeAForecast() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    List<TapeMarket.Trade> tape = TapeMarket.bitstamp();
    var whole = new TapeMarket(tape);
    for (int i = 0; i < 15; i++) {
      int cut = 30_000 + random.nextInt(tape.size() - 30_000);
      Instant now = tape.get(cut).at();
      int end = cut + 1;
      while (end < tape.size() && tape.get(end).at().equals(now)) {
        end++;
      }
      var truncated = new TapeMarket(tape.subList(0, end));
      whole.moveTo(now);
      truncated.moveTo(now);
      for (Strategy strategy : SETTINGS.strategies()) {
        assertThat(forecaster.forecast(TapeMarket.BTC, strategy, whole))
            .as("seed %s, %s at %s", seed, strategy, now)
            .isPresent()
            .isEqualTo(forecaster.forecast(TapeMarket.BTC, strategy, truncated));
      }
    }
  }

  @Test
  void pricesStandOnThePassiveSidesOfTheLastTradeWhateverTheMarketDid() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      double[] prices = new double[10 + random.nextInt(30)];
      double price = 100;
      double drift = 0.8 + random.nextDouble() * 0.4;
      for (int hour = 0; hour < prices.length; hour++) {
        price *= drift * (0.9 + random.nextDouble() * 0.2);
        prices[hour] = Math.max(price, 0.01);
      }
      var market = marketAfter(prices);
      BigDecimal last = market.last(TapeMarket.BTC).orElseThrow().value();
      PriceTable table = forecaster.forecast(TapeMarket.BTC, ALWAYS_ON, market).orElseThrow();
      Price entry = table.newEntry(ALWAYS_ON, Side.BUY).orElseThrow();
      Price exit = table.newExit(ALWAYS_ON, Side.BUY).orElseThrow();
      assertThat(entry.value()).as("seed %s", seed).isLessThan(last);
      assertThat(exit.value()).as("seed %s", seed).isGreaterThan(last);
      assertThat(OrderPrices.leavesSpread(Side.BUY, entry, exit)).as("seed %s", seed).isTrue();
    }
  }

  @Test
  void expectsTheAverageExcursionOfThePast() {
    // Each hour falls by 10 or rises by 10 from the last close of 100 or 90.
    var market = marketAfter(100, 90, 100, 90, 100, 90, 100, 90, 100);
    PriceTable table = forecaster.forecast(TapeMarket.BTC, ALWAYS_ON, market).orElseThrow();
    // Eight excursions: four to 0.9 and four to 1.111 of the close before.
    BigDecimal expected = BigDecimal.valueOf(100 * (0.9 + 10 / 9.0) / 2);
    assertThat(table.newExit(ALWAYS_ON, Side.BUY).orElseThrow().value())
        .isCloseTo(expected, Offset.offset(new BigDecimal("0.001")));
  }

  @Test
  void hasNoForecastBeforeThereAreThreeExcursions() {
    assertThat(forecaster.forecast(TapeMarket.BTC, ALWAYS_ON, marketAfter(1, 2, 3))).isEmpty();
    assertThat(forecaster.forecast(TapeMarket.BTC, ALWAYS_ON, marketAfter(1, 2, 3, 4))).isPresent();
  }

  /** A market whose last bar of an hour has just become complete. */
  private static TapeMarket marketAfter(double... prices) {
    var market = new TapeMarket(TapeMarket.hourly(prices));
    market.moveTo(Instant.EPOCH.plus(Duration.ofHours(prices.length)));
    return market;
  }
}

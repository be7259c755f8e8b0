package dev.maxdiff.broker.paper.engine;

import static dev.maxdiff.broker.paper.tape.Tapes.AAPL;
import static dev.maxdiff.broker.paper.tape.Tapes.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.domain.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatchingTest {

  private static final Instant BEFORE_OPEN = Instant.parse("2013-11-25T14:29:58Z");

  @Test
  void restsUntilAPrintTradesAtOrThroughTheLimit() {
    EngineHarness harness = new EngineHarness(Tapes.plain(), Tapes.seconds("100 99.5 99 98"));
    String id = harness.at(0).buy("1", "99");

    assertThat(harness.at(1.5).status(id)).isEqualTo("new");
    assertThat(harness.at(2).status(id)).isEqualTo("filled");
    assertThat(harness.order(id).view().filledAveragePrice()).isEqualByComparingTo("99");
  }

  @Test
  void fillsOnlyThePrintsSize() {
    EngineHarness harness =
        new EngineHarness(Tapes.plain(), Tapes.seconds("100 99@0.25 99@0.25 99@5"));
    String id = harness.at(0).buy("1", "99");

    harness.at(1);
    assertThat(harness.status(id)).isEqualTo("partially_filled");
    assertThat(harness.order(id).filled()).isEqualByComparingTo("0.25");
    harness.at(2);
    assertThat(harness.order(id).filled()).isEqualByComparingTo("0.5");
    assertThat(harness.at(3).status(id)).isEqualTo("filled");
    assertThat(harness.position(BTC)).isEqualByComparingTo("1");
  }

  @Test
  void sharesAPrintByPriceThenAge() {
    EngineHarness harness = new EngineHarness(Tapes.plain(), Tapes.seconds("100 98@1.5"));
    String first = harness.at(0).buy("1", "98.5");
    String second = harness.buy("1", "98.5");
    String best = harness.buy("1", "99");

    harness.at(1);

    assertThat(harness.status(best)).isEqualTo("filled");
    assertThat(harness.order(first).filled()).isEqualByComparingTo("0.5");
    assertThat(harness.order(second).filled()).isEqualByComparingTo("0");
  }

  @Test
  void marketableOrdersFillAtTheQuoteAsTaker() {
    var settings = Tapes.settings("0.01", "0.0015", "0.0025", Duration.ZERO, 1);
    EngineHarness harness = new EngineHarness(settings, Tapes.seconds("100 100"));
    BigDecimal ask = harness.at(0).view().quote(BTC).orElseThrow().ask();

    String id = harness.buy("1", "110");

    assertThat(ask).isGreaterThan(new BigDecimal("100"));
    assertThat(harness.order(id).view().filledAveragePrice()).isEqualByComparingTo(ask);
    assertThat(harness.state().fills().get(0).maker()).isFalse();
    assertThat(harness.at(0).position(BTC)).isEqualByComparingTo("0.9975");
  }

  @Test
  void cryptoFeesAreTakenInCoinOnBuysAndInDollarsOnSells() {
    var settings = Tapes.settings("0", "0.0015", "0.0025", Duration.ZERO, 1);
    EngineHarness harness = new EngineHarness(settings, Tapes.seconds("100 99 101 102"));
    harness.at(0).buy("1", "99");
    harness.at(1);
    assertThat(harness.position(BTC)).isEqualByComparingTo("0.9985");
    assertThat(harness.state().cash()).isEqualByComparingTo("99901");

    harness.sell("0.9985", "101");
    harness.at(2);

    // 0.9985 * 101 * (1 - 0.0015)
    assertThat(harness.state().cash()).isEqualByComparingTo("100001.69722725");
    assertThat(harness.position(BTC)).isEqualByComparingTo("0");
  }

  @Test
  void theSameSeedGivesTheSameQuotesAndAnotherSeedOthers() {
    MarketTape tape = MarketTape.bitstamp();
    QuoteModel one = new QuoteModel(tape, new BigDecimal("0.001"), 1);
    QuoteModel again = new QuoteModel(tape, new BigDecimal("0.001"), 1);
    QuoteModel other = new QuoteModel(tape, new BigDecimal("0.001"), 2);

    assertThat(one.quote(BTC, 5000, tape.end())).isEqualTo(again.quote(BTC, 5000, tape.end()));
    assertThat(one.quote(BTC, 5000, tape.end())).isNotEqualTo(other.quote(BTC, 5000, tape.end()));
  }

  @Test
  void everyQuoteOfTheRealTapeIsUsable() {
    MarketTape tape = MarketTape.bitstamp();
    QuoteModel quotes = new QuoteModel(tape, new BigDecimal("0.0004"), 3);
    for (int i = 1; i <= tape.size(); i += 7) {
      var quote = quotes.quote(BTC, i, tape.start()).orElseThrow();
      assertThat(quote.isUsable()).as("quote %s: %s", i, quote).isTrue();
    }
  }

  @Test
  void aPositionShowsAFillOnlyAfterTheDelay() {
    var settings = Tapes.settings("0", "0", "0", Duration.ofSeconds(2), 1);
    EngineHarness harness = new EngineHarness(settings, Tapes.seconds("100 99 99 99 99 99"));
    String id = harness.at(0).buy("1", "99.5");

    harness.at(1.5);
    assertThat(harness.status(id)).isEqualTo("filled");
    assertThat(harness.view().position(BTC)).isEmpty();
    assertThat(harness.refusedSell("1", "120").message())
        .isEqualTo("insufficient balance for BTC (requested: 1, available: 0)");

    harness.at(3);
    assertThat(harness.position(BTC)).isEqualByComparingTo("1");
    harness.sell("1", "120");
  }

  @Test
  void aDelayIsTheSameOnTheMarketAtEverySpeed() {
    assertThat(eventsAtSpeed(360)).isEqualTo(eventsAtSpeed(1)).hasSizeGreaterThan(5);
  }

  private static List<ExchangeEvent> eventsAtSpeed(double speed) {
    var settings = Tapes.settings("0", "0", "0", Duration.ofSeconds(2), 1).withSpeed(speed);
    EngineHarness harness =
        new EngineHarness(settings, Tapes.seconds("100 99 99 99 99 99 99 99 99 99"));
    harness.at(0).buy("1", "99.5");
    String cancelled = harness.at(4).sell("1", "120");
    harness.cancel(cancelled);
    return harness.at(9).events();
  }

  @Test
  void aSoldPositionShowsUntilTheDelayIsOverButCannotBeSoldAgain() {
    var settings = Tapes.settings("0", "0", "0", Duration.ofSeconds(1), 1);
    EngineHarness harness =
        new EngineHarness(settings, Tapes.seconds("100 99 99 99 105 99 99 99 99"));
    harness.at(0).buy("1", "99");
    harness.at(2.5).sell("1", "104");

    harness.at(4.5);
    var position = harness.view().position(BTC).orElseThrow();
    assertThat(position.quantity()).isEqualByComparingTo("1");
    assertThat(position.available()).isEqualByComparingTo("0");
    assertThat(position.averageEntryPrice()).isEqualByComparingTo("99");
    assertThat(harness.refusedSell("1", "120").status()).isEqualTo(403);

    assertThat(harness.at(5).view().position(BTC)).isEmpty();
  }

  @Test
  void immediateOrCancelDoesNotRest() {
    EngineHarness harness = new EngineHarness(Tapes.plain(), Tapes.seconds("100 100"));
    harness.at(0);
    String missed =
        EngineHarness.placed(harness.submit(BTC, Side.BUY, "1", "99", TimeInForce.IOC, null));
    String taken =
        EngineHarness.placed(harness.submit(BTC, Side.BUY, "1", "100", TimeInForce.IOC, null));

    assertThat(harness.status(missed)).isEqualTo("canceled");
    assertThat(harness.status(taken)).isEqualTo("filled");
  }

  @Test
  void stocksMatchInTheSessionOnlyAndOpenWithAnAuction() {
    MarketTape tape = Tapes.seconds(AAPL, BEFORE_OPEN, "90 90 95 94 94");
    EngineHarness harness =
        new EngineHarness(Tapes.settings("0", "0", "0", Duration.ZERO, 2), tape);
    String id =
        EngineHarness.placed(
            harness.at(0).submit(AAPL, Side.BUY, "3", "96", TimeInForce.GTC, null));

    assertThat(harness.at(1.5).status(id)).isEqualTo("accepted");
    assertThat(harness.at(2).status(id)).isEqualTo("filled");
    assertThat(harness.order(id).view().filledAveragePrice()).isEqualByComparingTo("95");
  }

  @Test
  void dayOrdersExpireAtTheClose() {
    Instant beforeClose = Instant.parse("2013-11-29T17:59:58Z"); // an early close, at 13:00
    MarketTape tape = Tapes.seconds(AAPL, beforeClose, "100 100 100 90 90");
    EngineHarness harness =
        new EngineHarness(Tapes.settings("0", "0", "0", Duration.ZERO, 2), tape);
    String id =
        EngineHarness.placed(
            harness.at(0).submit(AAPL, Side.BUY, "3", "95", TimeInForce.DAY, null));
    String gtc =
        EngineHarness.placed(harness.submit(AAPL, Side.BUY, "3", "94", TimeInForce.GTC, null));

    assertThat(harness.at(1.9).status(id)).isEqualTo("new");
    harness.at(4);
    assertThat(harness.status(id)).isEqualTo("expired");
    assertThat(harness.order(id).view().expiredAt()).isEqualTo(beforeClose.plusSeconds(2));
    assertThat(harness.status(gtc)).isEqualTo("new");
  }

  @Test
  void aWholeReplayPlaysEveryTrade() {
    MarketTape tape = MarketTape.bitstamp();
    EngineHarness harness = new EngineHarness(Tapes.plain(), tape);
    harness.at(0).buy("0.5", "100");

    Instant now = tape.start();
    while (now.isBefore(tape.end())) {
      now = now.plusSeconds(180); // a tick of 50 ms at speed 3600
      harness.at(now);
    }

    assertThat(harness.state().cursor()).isEqualTo(100_000);
  }

  @Test
  void theSameRequestsGiveTheSameSessionHoweverTheTimeIsCut() {
    EngineHarness coarse = session(60);
    EngineHarness fine = session(1);

    assertThat(coarse.events()).isNotEmpty().isEqualTo(fine.events());
  }

  private static EngineHarness session(int step) {
    MarketTape tape = MarketTape.bitstamp();
    EngineHarness harness =
        new EngineHarness(
            Tapes.settings("0.0004", "0.0015", "0.0025", Duration.ofSeconds(36), 1), tape);
    Instant now = tape.start();
    for (int hour = 1; hour <= 4; hour++) {
      Instant next = tape.start().plus(Duration.ofHours(hour));
      for (; now.isBefore(next); now = now.plusSeconds(step)) {
        harness.at(now);
      }
      harness.at(next);
      BigDecimal last = harness.view().quote(BTC).orElseThrow().bid();
      harness.buy("0.3", last.subtract(BigDecimal.ONE).toPlainString());
      if (harness.position(BTC).signum() > 0) {
        harness.sell("0.1", last.add(BigDecimal.TEN).toPlainString());
      }
    }
    return harness.at(tape.start().plus(Duration.ofHours(8)));
  }
}

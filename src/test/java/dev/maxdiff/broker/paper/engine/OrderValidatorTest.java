package dev.maxdiff.broker.paper.engine;

import static dev.maxdiff.broker.paper.tape.Tapes.AAPL;
import static dev.maxdiff.broker.paper.tape.Tapes.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The exchange rejects the requests that Alpaca rejects. */
class OrderValidatorTest {

  private static final Instant IN_SESSION = Instant.parse("2013-11-25T15:00:00Z");

  private final EngineHarness harness =
      new EngineHarness(Tapes.plain(), Tapes.seconds("100 100 100 100 100 100 100 100"));
  private final EngineHarness delayed =
      new EngineHarness(
          Tapes.settings("0", "0", "0", Duration.ofSeconds(2), 1),
          Tapes.seconds("100 100 100 100 100 100 100 99 99"));
  private final EngineHarness stocks =
      new EngineHarness(
          Tapes.settings("0", "0", "0", Duration.ZERO, 2),
          Tapes.seconds(AAPL, IN_SESSION, "100 100 100 100"));

  private ExchangeEngine.Outcome stock(Side side, String quantity, String price) {
    return stocks.submit(AAPL, side, quantity, price, TimeInForce.GTC, null);
  }

  @Test
  void quantityIsReservedByOpenClosingOrders() {
    harness.at(0).buy("1", "100");
    String first = harness.sell("0.7", "120");

    ApiError refusal = harness.refusedSell("0.5", "121");

    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.code()).isEqualTo(40310000);
    assertThat(refusal.message())
        .isEqualTo("insufficient balance for BTC (requested: 0.5, available: 0.3)");
    assertThat(refusal.details())
        .containsEntry("available", "0.3")
        .containsEntry("existing_qty", "1")
        .containsEntry("held_for_orders", "0.7")
        .containsEntry("symbol", "BTCUSD");
    assertThat(harness.view().position(BTC).orElseThrow().available()).isEqualByComparingTo("0.3");
    harness.cancel(first);
    harness.at(1).sell("1", "121");
  }

  @Test
  void aCoinWithoutAQuoteCurrencyIsRefusedLikeAnyOther() {
    Symbol dai = Symbol.parse("DAI");
    EngineHarness coins = new EngineHarness(Tapes.plain(), Tapes.seconds(dai, IN_SESSION, "1 1 1"));

    ApiError refusal =
        EngineHarness.refused(coins.submit(dai, Side.SELL, "40", "1.1", TimeInForce.GTC, null));

    assertThat(refusal.code()).isEqualTo(40310000);
    assertThat(refusal.message())
        .isEqualTo("insufficient balance for DAI (requested: 40, available: 0)");
  }

  @Test
  void quantityStaysReservedWhileACancelIsPending() {
    delayed.at(0).buy("1", "100");
    String exit = delayed.at(2.5).sell("1", "120");

    delayed.cancel(exit);

    assertThat(delayed.status(exit)).isEqualTo("pending_cancel");
    assertThat(delayed.refusedSell("1", "121").status()).isEqualTo(403);
    assertThat(EngineHarness.refused(delayed.cancel(exit)).message())
        .isEqualTo("order is already in \"pending_cancel\" state");
    assertThat(delayed.at(4.5).status(exit)).isEqualTo("canceled");
    delayed.sell("1", "121");
  }

  @Test
  void aPendingCancelMayStillFill() {
    String entry = delayed.at(6).buy("0.5", "99");
    delayed.cancel(entry);

    assertThat(delayed.at(7).status(entry)).isEqualTo("filled");
    assertThat(delayed.at(8.5).status(entry)).isEqualTo("filled");
  }

  @Test
  void replacingTakesAWhileAndMakesANewOrder() {
    String old = delayed.at(0).buy("2", "90");
    var outcome = delayed.replace(old, "3", "91", "next");
    String next = EngineHarness.placed(outcome);

    assertThat(delayed.status(old)).isEqualTo("pending_replace");
    assertThat(EngineHarness.refused(delayed.cancel(old)).status()).isEqualTo(422);
    assertThat(EngineHarness.refused(delayed.replace(old, null, "92", null)).code())
        .isEqualTo(42210000);

    delayed.at(2);
    assertThat(delayed.status(old)).isEqualTo("replaced");
    assertThat(delayed.order(old).view().replacedBy()).isEqualTo(next);
    assertThat(delayed.order(next).view().replaces()).isEqualTo(old);
    assertThat(delayed.status(next)).isEqualTo("new");
    assertThat(delayed.order(next).quantity()).isEqualByComparingTo("3");
    assertThat(delayed.order(next).clientOrderId()).isEqualTo("next");
  }

  @Test
  void aReplacementWithoutAClientOrderIdLosesIt() {
    harness.at(0);
    String old =
        EngineHarness.placed(harness.submit(BTC, Side.BUY, "2", "90", TimeInForce.GTC, "mine"));

    String next = EngineHarness.placed(harness.replace(old, null, "91", null));

    assertThat(harness.order(next).clientOrderId()).isNotEqualTo("mine").hasSize(36);
  }

  @Test
  void aReplacementForAnOrderThatFilledMeanwhileIsRejected() {
    String old = delayed.at(6).buy("0.5", "99");
    String next = EngineHarness.placed(delayed.replace(old, null, "98", null));

    delayed.at(7);

    assertThat(delayed.status(old)).isEqualTo("filled");
    assertThat(delayed.status(next)).isEqualTo("rejected");
    delayed.at(8.5);
    assertThat(delayed.position(BTC)).isEqualByComparingTo("0");
    assertThat(delayed.at(10).position(BTC)).isEqualByComparingTo("0.5");
  }

  @Test
  void whatFillsBeforeTheReplaceGoesOffTheReplacement() {
    EngineHarness partial =
        new EngineHarness(
            Tapes.settings("0", "0", "0", Duration.ofSeconds(2), 1),
            Tapes.seconds("100 99@0.4 100 100 98@9"));
    String old = partial.at(0).buy("1", "99");
    String next = EngineHarness.placed(partial.replace(old, null, "98", null));

    partial.at(2);

    assertThat(partial.status(old)).isEqualTo("replaced");
    assertThat(partial.order(next).quantity()).isEqualByComparingTo("0.6");
    partial.at(10);
    assertThat(partial.position(BTC)).isEqualByComparingTo("1");
  }

  @Test
  void onlyWorkingOrdersAndFullUnitsArePatched() {
    String id = harness.at(0).buy("1", "90");
    assertThat(EngineHarness.refused(harness.replace(id, "0.5", null, null)).status())
        .isEqualTo(422);
    harness.cancel(id);
    harness.at(1);
    assertThat(EngineHarness.refused(harness.replace(id, null, "91", null)).status())
        .isEqualTo(422);
    assertThat(EngineHarness.refused(harness.replace("unknown", null, "91", null)).status())
        .isEqualTo(404);

    stocks.at(0);
    String fractional =
        EngineHarness.placed(stocks.submit(AAPL, Side.BUY, "1.5", "90", TimeInForce.DAY, null));
    assertThat(EngineHarness.refused(stocks.replace(fractional, null, "91", null)).code())
        .isEqualTo(42210000);
  }

  @Test
  void cryptoCannotBeShorted() {
    ApiError refusal = harness.at(0).refusedSell("1", "120");

    assertThat(refusal.message())
        .isEqualTo("insufficient balance for BTC (requested: 1, available: 0)");
  }

  @Test
  void washTradesAreRefused() {
    harness.at(0).buy("1", "100");
    String exit = harness.sell("1", "120");

    ApiError refusal = harness.refusedBuy("1", "120");

    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.code()).isEqualTo(40310000);
    assertThat(refusal.message()).startsWith("potential wash trade detected");
    assertThat(refusal.details()).containsEntry("existing_order_id", exit);
    harness.buy("1", "99");
  }

  @Test
  void aStockIsNotOpenedOnBothSides() {
    stocks.at(0);
    EngineHarness.placed(stock(Side.BUY, "5", "90"));
    assertThat(EngineHarness.refused(stock(Side.SELL, "5", "110")).message())
        .isEqualTo("cannot open a short sell while a long buy order is open");
  }

  @Test
  void aSaleNeverTurnsALongStockIntoAShort() {
    stocks.at(0);
    EngineHarness.placed(stock(Side.BUY, "5", "100"));

    ApiError refusal = EngineHarness.refused(stock(Side.SELL, "6", "110"));

    assertThat(refusal.message())
        .isEqualTo("insufficient qty available for order (requested: 6, available: 5)");
  }

  @Test
  void stocksAreShortedInWholeSharesOnMarginOnly() {
    stocks.at(0);
    assertThat(
            EngineHarness.refused(
                    stocks.submit(AAPL, Side.SELL, "1.5", "110", TimeInForce.DAY, null))
                .message())
        .isEqualTo("fractional orders cannot be sold short");
    EngineHarness.placed(stock(Side.SELL, "5", "100"));
    assertThat(stocks.at(1).position(AAPL)).isEqualByComparingTo("-5");
    assertThat(EngineHarness.refused(stock(Side.BUY, "6", "90")).status()).isEqualTo(403);
    EngineHarness.placed(stock(Side.BUY, "5", "90"));
    assertThat(stocks.view().position(AAPL).orElseThrow().available()).isEqualByComparingTo("0");

    EngineHarness cashOnly =
        new EngineHarness(Tapes.plain(), Tapes.seconds(AAPL, IN_SESSION, "100 100")).at(0);
    assertThat(
            EngineHarness.refused(
                    cashOnly.submit(AAPL, Side.SELL, "5", "110", TimeInForce.GTC, null))
                .message())
        .isEqualTo("account is not allowed to short");
  }

  @Test
  void clientOrderIdsAreUniqueForEver() {
    harness.at(0);
    String id =
        EngineHarness.placed(harness.submit(BTC, Side.BUY, "1", "90", TimeInForce.GTC, "mine"));
    harness.cancel(id);
    harness.at(1);
    assertThat(harness.status(id)).isEqualTo("canceled");

    ApiError refusal =
        EngineHarness.refused(harness.submit(BTC, Side.BUY, "1", "90", TimeInForce.GTC, "mine"));

    assertThat(refusal.status()).isEqualTo(422);
    assertThat(refusal.code()).isEqualTo(40010001);
    assertThat(refusal.message()).isEqualTo("client_order_id must be unique");
    assertThat(
            EngineHarness.refused(
                    harness.submit(BTC, Side.BUY, "1", "90", TimeInForce.GTC, "x".repeat(129)))
                .status())
        .isEqualTo(422);
  }

  @Test
  void cryptoTakesNoDayOrders() {
    harness.at(0);
    assertThat(
            EngineHarness.refused(harness.submit(BTC, Side.BUY, "1", "90", TimeInForce.DAY, null))
                .status())
        .isEqualTo(422);
  }

  @Test
  void fractionalStocksAreDayOrders() {
    stocks.at(0);
    assertThat(EngineHarness.refused(stock(Side.BUY, "1.5", "90")).message())
        .isEqualTo("fractional orders must be DAY orders");
  }

  @Test
  void subPennyPricesAreRefused() {
    stocks.at(0);
    assertThat(EngineHarness.refused(stock(Side.BUY, "1", "90.123")).message())
        .contains("sub-penny");
    assertThat(EngineHarness.refused(stock(Side.BUY, "100", "0.12345")).status()).isEqualTo(422);
    EngineHarness.placed(stock(Side.BUY, "100", "0.1234"));
    assertThat(harness.at(0).refusedBuy("1", "90.0000000001").status()).isEqualTo(422);
  }

  @Test
  void cryptoIsPaidFromCash() {
    harness.at(0).buy("600", "90");

    ApiError refusal = harness.refusedBuy("600", "91");

    assertThat(refusal.message())
        .isEqualTo("insufficient balance for USD (requested: 54600, available: 46000)");
    assertThat(refusal.details())
        .containsEntry("available", "46000")
        .containsEntry("symbol", "USD");
    assertThat(harness.view().account().nonMarginableBuyingPower()).isEqualByComparingTo("46000");
  }

  @Test
  void stocksMayUseTheMargin() {
    stocks.at(0);
    EngineHarness.placed(stock(Side.BUY, "1900", "100"));

    ApiError refusal = EngineHarness.refused(stock(Side.BUY, "101", "100"));

    assertThat(refusal.message()).isEqualTo("insufficient buying power");
    assertThat(refusal.details()).containsEntry("buying_power", "10000");
    assertThat(stocks.state().cash()).isEqualByComparingTo("-90000");
  }

  @Test
  void ordersHaveAMinimumValue() {
    ApiError refusal = harness.at(0).refusedBuy("0.0999", "100");
    assertThat(refusal.message()).isEqualTo("cost basis must be >= minimal amount of order 10");
    stocks.at(0);
    assertThat(
            EngineHarness.refused(
                    stocks.submit(AAPL, Side.BUY, "0.005", "100", TimeInForce.DAY, null))
                .message())
        .isEqualTo("cost basis must be >= minimal amount of order 1");
  }

  @Test
  void aWholePositionMayBeClosedHoweverSmall() {
    harness.at(0).buy("0.11", "100");
    harness.sell("0.1", "100");
    assertThat(harness.at(0).position(BTC)).isEqualByComparingTo("0.01");
    harness.sell("0.01", "120");
  }

  @Test
  void unknownAssetsAndOrdersAreNamed() {
    harness.at(0);
    assertThat(
            EngineHarness.refused(
                    harness.submit(
                        new Symbol("ETHUSD"), Side.BUY, "1", "90", TimeInForce.GTC, null))
                .message())
        .isEqualTo("asset \"ETHUSD\" not found");
    assertThat(EngineHarness.refused(harness.cancel("nothing")).status()).isEqualTo(404);
  }

  @Test
  void aFilledOrderCannotBeCancelled() {
    String id = harness.at(0).buy("1", "100");
    ApiError refusal = EngineHarness.refused(harness.cancel(id));
    assertThat(refusal.status()).isEqualTo(422);
    assertThat(refusal.code()).isEqualTo(42210000);
    assertThat(refusal.message()).isEqualTo("order is already in \"filled\" state");
  }

  @Test
  void submissionTimesDiffer() {
    String first = harness.at(0).buy("1", "90");
    String second = harness.buy("1", "90");
    assertThat(harness.order(second).submittedAt()).isAfter(harness.order(first).submittedAt());
  }
}

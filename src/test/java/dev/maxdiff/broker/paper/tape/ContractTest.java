package dev.maxdiff.broker.paper.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.broker.alpaca.rest.GetRetry;
import dev.maxdiff.broker.alpaca.rest.JdkHttpTransport;
import dev.maxdiff.broker.alpaca.rest.StrictTransport;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.broker.alpaca.wire.PublishedApi;
import dev.maxdiff.broker.paper.ExchangeKit;
import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every request of the client and every response of the exchange conforms to Alpaca's documents.
 */
class ContractTest {

  private static final ActorTestKit KIT = ExchangeKit.inMemory();
  private static final PublishedApi API = new PublishedApi();

  @TempDir Path directory;
  private String name;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void name(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void cryptoIsAsPublished() throws Exception {
    StrictTransport transport = trade(MarketTape.bitstamp(), Tapes.BTC, "500", "5000");

    assertThat(transport.violations()).isEmpty();
    assertThat(transport.passed().stream().map(ContractTest::withoutIds))
        .containsOnlyOnceElementsOf(
            Set.of(
                "GET /v2/account 200",
                "GET /v2/positions 200",
                "GET /v2/orders 200",
                "POST /v2/orders 200",
                "POST /v2/orders 422",
                "POST /v2/orders 403",
                "PATCH /v2/orders/ID 200",
                "DELETE /v2/orders/ID 204",
                "GET /v2/orders/ID 404",
                "GET /v2/orders:by_client_order_id 404",
                "GET /v2/assets/BTCUSD 200",
                "GET /v2/assets/NOTHING 404",
                "GET /v2/clock 200",
                "GET /v2/calendar 200",
                "GET /v1beta3/crypto/us/latest/quotes 200",
                "GET /v2/stocks/quotes/latest 200"));
  }

  @Test
  void stocksAreAsPublished() throws Exception {
    String prices = "100 ".repeat(4_000).trim();
    MarketTape tape =
        Tapes.seconds(Tapes.AAPL, java.time.Instant.parse("2013-11-25T15:00:00Z"), prices);

    assertThat(trade(tape, Tapes.AAPL, "50", "110").violations()).isEmpty();
  }

  private StrictTransport trade(MarketTape tape, Symbol symbol, String far, String marketable)
      throws Exception {
    ExchangeSettings settings =
        tape.size() < 10_000
            ? Tapes.settings("0.001", "0", "0", Duration.ZERO, 2).withName(name)
            : ExchangeSettings.from(ConfigFactory.load()).withName(name);
    PaperExchange exchange =
        get(
            PaperExchange.start(
                KIT.system(), KIT::spawn, settings, tape, directory, false, "127.0.0.1", 0));
    try (JdkHttpTransport http =
        new JdkHttpTransport(
            JdkHttpTransport.client(Duration.ofSeconds(5)),
            exchange.address(),
            new ApiKeys(exchange.apiKey(), exchange.apiSecret()),
            Duration.ofSeconds(10),
            RateBudget.unlimited())) {
      get(exchange.play());
      StrictTransport strict = new StrictTransport(API, http);
      everyCall(
          new AlpacaBroker(strict, strict, new GetRetry(1, Duration.ofMillis(1))),
          symbol,
          far,
          marketable);
      return strict;
    } finally {
      get(exchange.unbind());
    }
  }

  private void everyCall(AlpacaBroker broker, Symbol symbol, String far, String marketable) {
    broker.account();
    broker.clock();
    broker.calendar(LocalDate.of(2013, 11, 25), LocalDate.of(2013, 12, 1));
    broker.asset(symbol);
    broker.asset(new Symbol("NOTHING"));
    broker.quotes(Set.of(Tapes.BTC, Tapes.AAPL));
    Order resting = broker.submit(buy(symbol, "1", far, "resting"));
    Order replacement =
        broker.replace(
            resting.id(), new ReplaceRequest(null, Price.parse(far + ".5"), null, "moved"));
    broker.submit(buy(symbol, "2", marketable, "filled"));
    Order ended = broker.submit(buy(symbol, "1", far, "ended"));
    broker.cancel(ended.id());
    refused(() -> broker.submit(buy(symbol, "1", far, "resting")));
    refused(() -> broker.submit(buy(symbol, "1000000", far, "dear")));
    refused(() -> broker.cancel(resting.id()));
    assertThat(broker.order("00000000-0000-0000-0000-000000000000")).isEmpty();
    assertThat(broker.orderByClientOrderId("nothing")).isEmpty();
    assertThat(broker.order(replacement.id())).isPresent();
    assertThat(broker.orderByClientOrderId("filled")).isPresent();
    KIT.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(20),
            () -> {
              assertThat(broker.positions().positions()).isNotEmpty();
              return null;
            });
    assertThat(broker.orders(new OrderQuery(false, Set.of(symbol), null)).orders())
        .hasSizeGreaterThan(3);
    assertThat(broker.orders(new OrderQuery(true, Set.of(), resting.submittedAt()))).isNotNull();
  }

  private static OrderRequest buy(Symbol symbol, String quantity, String price, String id) {
    return new OrderRequest(
        symbol,
        Side.BUY,
        Quantity.parse(quantity),
        Price.parse(price),
        symbol.isCrypto() ? TimeInForce.GTC : TimeInForce.DAY,
        id);
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(BrokerException.class);
  }

  private static String withoutIds(String passed) {
    return passed.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID");
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}

package dev.maxdiff.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The exchange over real HTTP. */
class PaperExchangeTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          PersistenceTestKitPlugin.getInstance().config().withFallback(ConfigFactory.load()));
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final MarketTape TAPE = MarketTape.bitstamp();

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestProbe<Void> probe = KIT.createTestProbe();
  @TempDir Path directory;
  private ExchangeSettings settings;
  private PaperExchange exchange;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void start(TestInfo test) throws Exception {
    settings =
        ExchangeSettings.from(ConfigFactory.load())
            .withName(test.getTestMethod().orElseThrow().getName());
    exchange = start(settings, false);
  }

  @AfterEach
  void unbind() throws Exception {
    get(exchange.unbind());
  }

  @Test
  void servesAnAccountThatTradesOnTheTape() throws Exception {
    assertThat(call("GET", "/v2/account", null, 200).path("cash").asText()).isEqualTo("100000");
    get(exchange.play());
    JsonNode quote =
        call("GET", "/v1beta3/crypto/us/latest/quotes?symbols=BTC/USD", null, 200)
            .path("quotes")
            .path("BTC/USD");
    BigDecimal ask = quote.path("ap").decimalValue();
    List<Fill> fills = new CopyOnWriteArrayList<>();
    exchange.subscribe(fills::add);

    JsonNode order =
        call(
            "POST",
            "/v2/orders",
            "{\"symbol\":\"BTC/USD\",\"qty\":\"0.5\",\"side\":\"buy\",\"type\":\"limit\","
                + "\"time_in_force\":\"gtc\",\"limit_price\":\""
                + ask.multiply(new BigDecimal("1.01")).setScale(2, java.math.RoundingMode.DOWN)
                + "\",\"client_order_id\":\"mine\"}",
            200);

    assertThat(order.path("status").asText()).isEqualTo("new");
    JsonNode filled = call("GET", "/v2/orders/" + order.path("id").asText(), null, 200);
    assertThat(filled.path("status").asText()).isEqualTo("filled");
    probe.awaitAssert(
        Duration.ofSeconds(5),
        () -> {
          JsonNode position = call("GET", "/v2/positions/BTCUSD", null, 200);
          assertThat(position.path("qty").asText()).isEqualTo("0.49875");
          return null;
        });
    assertThat(fills).hasSize(1);
    assertThat(get(exchange.report()).fills()).isEqualTo(fills);
  }

  private PaperExchange start(ExchangeSettings with, boolean fresh) throws Exception {
    return get(PaperExchange.start(KIT.system(), with, TAPE, directory, fresh, "127.0.0.1", 0));
  }

  private JsonNode call(String method, String path, String body, int status) {
    try {
      HttpResponse<String> response = send(method, path, body);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
      return response.body().isEmpty() ? MAPPER.nullNode() : MAPPER.readTree(response.body());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws java.io.IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(exchange.address() + path))
            .header("APCA-API-KEY-ID", exchange.apiKey())
            .header("APCA-API-SECRET-KEY", exchange.apiSecret())
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}

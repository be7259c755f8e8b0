package dev.maxdiff.broker.paper.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.paper.ExchangeKit;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.engine.EngineHarness;
import dev.maxdiff.broker.paper.engine.ExchangeOrder;
import dev.maxdiff.broker.paper.engine.MarketFaults;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The effect of each fault on the client, on the exchange and on the audit log. */
class FaultInjectorTest {

  private static final ActorTestKit KIT = ExchangeKit.inMemory();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path directory;
  private PaperExchange exchange;
  private boolean bound;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void start() throws Exception {
    exchange = get(ExchangeKit.start(KIT, directory));
    bound = true;
    get(exchange.play());
  }

  @AfterEach
  void unbind() throws Exception {
    if (bound) {
      get(exchange.unbind());
    }
  }

  @Test
  void anAnswerIsLostAfterActingAndNothingIsDoneWhenTheConnectionClosesBefore() throws Exception {
    misbehave(rule(new Fault.DropAnswer()).withMethod("POST"));
    assertThatThrownBy(() -> post("dropped", "1", "500")).isInstanceOf(IOException.class);
    misbehave(rule(new Fault.Close()).withMethod("POST"));
    assertThatThrownBy(() -> post("closed", "1", "500")).isInstanceOf(IOException.class);
    behave();

    assertThat(byClientOrderId("dropped").statusCode()).isEqualTo(200);
    assertThat(byClientOrderId("closed").statusCode()).isEqualTo(404);
    assertThat(faults())
        .extracting(line -> line.path("what").asText() + line.path("status"))
        .containsExactly("drop-answernull", "closenull");
    assertThat(lines("request"))
        .filteredOn(line -> line.path("method").asText().equals("POST"))
        .extracting(line -> line.path("client_order_id").asText() + line.path("status").asInt())
        .containsExactly("dropped200");
  }

  @Test
  void anErrorIsAnsweredInsteadOfActingOrAfterIt() throws Exception {
    misbehave(
        rule(new Fault.Error(429, 0, "", Duration.ofSeconds(2), false)).withPath("/v2/account"),
        rule(new Fault.Error(500, 0, "", null, true)).withMethod("POST"));

    HttpResponse<String> limited = send("GET", "/v2/account", null);
    HttpResponse<String> failed = post("acted", "1", "500");
    behave();

    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("Retry-After")).hasValue("2");
    assertThat(json(limited).path("message").asText()).isEqualTo("too many requests");
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(byClientOrderId("acted").statusCode()).isEqualTo(200);
  }

  @Test
  void lateIsEitherActedLateOrAnsweredLate() throws Exception {
    misbehave(rule(new Fault.Delay(Duration.ofMillis(200))).withMethod("POST"));
    assertThat(post("late", "1", "500").statusCode()).isEqualTo(200);
    misbehave(rule(new Fault.AnswerLate(Duration.ofMillis(200))).withMethod("POST"));
    assertThat(post("answered", "1", "500").statusCode()).isEqualTo(200);

    List<String> order =
        audit().stream()
            .filter(line -> line.path("type").asText().matches("fault|request"))
            .map(line -> line.path("type").asText() + line.path("status").asInt())
            .toList();
    assertThat(order).containsExactly("request200", "fault200", "request200", "fault200");
  }

  @Test
  void listsComeBackEmptyHalfCutOrUnreadable() throws Exception {
    for (int i = 0; i < 4; i++) {
      post("o" + i, "1", "500");
    }
    misbehave(rule(new Fault.EmptyList()));
    assertThat(json(send("GET", "/v2/orders", null))).isEmpty();
    assertThat(json(send("GET", "/v1beta3/crypto/us/latest/quotes?symbols=BTC/USD", null)))
        .isEqualTo(MAPPER.readTree("{\"quotes\":{}}"));
    assertThat(json(send("GET", "/v2/account", null)).path("cash").asText()).isEqualTo("100000");
    misbehave(rule(new Fault.HalfList()));
    assertThat(json(send("GET", "/v2/orders", null))).hasSize(2);
    misbehave(rule(new Fault.Malformed()));
    HttpResponse<String> malformed = send("GET", "/v2/orders", null);
    assertThat(malformed.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> json(malformed)).isInstanceOf(JsonProcessingException.class);
    misbehave(rule(new Fault.Cut()));
    assertThatThrownBy(() -> send("GET", "/v2/orders", null)).isInstanceOf(IOException.class);

    assertThat(faults())
        .extracting(line -> line.path("what").asText())
        .startsWith("empty-list", "empty-list", "half-list", "malformed", "cut");
  }

  @Test
  void theClockTellsAWrongTime() throws Exception {
    misbehave(rule(new Fault.ClockOff(Duration.ofHours(-1))));
    OffsetDateTime published =
        OffsetDateTime.parse(json(send("GET", "/v2/clock", null)).path("timestamp").asText());

    assertThat(Duration.between(published.toInstant(), exchange.now()))
        .isBetween(Duration.ofMinutes(60), Duration.ofMinutes(180));
  }

  @Test
  void anOrderIsRejectedAfterItsAnswerOrFillsInPart() throws Exception {
    misbehave(rule(new Fault.Reject()));
    assertThat(json(post("rejected", "1", "500")).path("status").asText()).isEqualTo("new");
    misbehave(rule(new Fault.PartialFill(new BigDecimal("0.25"))));
    post("partly", "1", "5000");
    behave();

    assertThat(json(byClientOrderId("rejected")).path("status").asText()).isEqualTo("rejected");
    assertThat(lines("fill"))
        .first()
        .satisfies(
            line -> {
              assertThat(line.path("client_order_id").asText()).isEqualTo("partly");
              assertThat(line.path("qty").asText()).isEqualTo("0.25");
            });
    assertThat(faults())
        .extracting(
            line -> line.path("what").asText() + " " + line.path("client_order_id").asText())
        .containsExactly("reject rejected", "partial-fill partly");
  }

  @Test
  void everyThirdRequestFailsAndTheSameSeedFailsTheSame() throws Exception {
    misbehave(rule(new Fault.Error(503)).withEvery(3));
    assertThat(statuses(6)).containsExactly(200, 200, 503, 200, 200, 503);
    FaultRule chance = rule(new Fault.Error(503)).withProbability(0.5);
    exchange.injectFaults(FaultPlan.of(7, chance));
    List<Integer> first = statuses(20);
    exchange.injectFaults(FaultPlan.of(7, chance));
    assertThat(statuses(20)).isEqualTo(first).contains(200, 503);
  }

  @Test
  void aRejectedReplacementLeavesItsOrderStanding() {
    MarketTape tape = Tapes.seconds("100 100 100 100 100");
    EngineHarness harness = new EngineHarness(Tapes.plain(), tape, new NoReplacements());
    String old = harness.buy("1", "50");
    String replacement = EngineHarness.placed(harness.replace(old, null, "60", "next"));
    harness.at(2);

    assertThat(harness.status(old)).isEqualTo("new");
    assertThat(harness.status(replacement)).isEqualTo("rejected");
  }

  @Test
  void theClockRunsOverAChangeToDaylightSavingTime() {
    Instant beforeTwo = Instant.parse("2026-03-08T06:59:58Z");
    EngineHarness harness =
        new EngineHarness(
            Tapes.plain(), Tapes.seconds(Tapes.BTC, beforeTwo, "100 100 100 100 100"));

    JsonNode winter = AlpacaWriter.clock(harness.at(1).view().clock());
    JsonNode summer = AlpacaWriter.clock(harness.at(3).view().clock());

    assertThat(winter.path("timestamp").asText()).isEqualTo("2026-03-08T01:59:59-05:00");
    assertThat(summer.path("timestamp").asText()).isEqualTo("2026-03-08T03:00:01-04:00");
    assertThat(winter.path("next_open").asText()).isEqualTo("2026-03-09T09:30:00-04:00");
    assertThat(summer.path("next_open")).isEqualTo(winter.path("next_open"));
  }

  /** As a plan with {@code reject-replace} alone. */
  private static final class NoReplacements implements MarketFaults {
    @Override
    public boolean rejects(ExchangeOrder order, Instant at) {
      return false;
    }

    @Override
    public boolean rejectsReplacement(ExchangeOrder replacement, Instant at) {
      return true;
    }

    @Override
    public BigDecimal fillQuantity(ExchangeOrder order, BigDecimal quantity, Instant at) {
      return quantity;
    }
  }

  private static FaultRule rule(Fault fault) {
    return FaultRule.of(fault);
  }

  private void misbehave(FaultRule... rules) {
    exchange.injectFaults(FaultPlan.of(1, rules));
  }

  private void behave() {
    exchange.injectFaults(FaultPlan.none());
  }

  private List<Integer> statuses(int requests) {
    return IntStream.range(0, requests)
        .mapToObj(
            i -> {
              try {
                return send("GET", "/v2/clock", null).statusCode();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
        .toList();
  }

  private HttpResponse<String> byClientOrderId(String id) throws IOException {
    return send("GET", "/v2/orders:by_client_order_id?client_order_id=" + id, null);
  }

  private HttpResponse<String> post(String id, String quantity, String price) throws IOException {
    var body = MAPPER.createObjectNode();
    body.put("symbol", "BTC/USD").put("qty", quantity).put("side", "buy").put("type", "limit");
    body.put("time_in_force", "gtc").put("limit_price", price).put("client_order_id", id);
    return send("POST", "/v2/orders", body.toString());
  }

  private HttpResponse<String> send(String method, String path, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(exchange.address() + path))
            .header("APCA-API-KEY-ID", exchange.apiKey())
            .header("APCA-API-SECRET-KEY", exchange.apiSecret())
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(HttpResponse<String> response) throws JsonProcessingException {
    return MAPPER.readTree(response.body());
  }

  private List<JsonNode> faults() throws Exception {
    return lines("fault");
  }

  private List<JsonNode> lines(String type) throws Exception {
    return audit().stream().filter(line -> line.path("type").asText().equals(type)).toList();
  }

  /** The complete log; stops the exchange first. */
  private List<JsonNode> audit() throws Exception {
    if (bound) {
      get(exchange.unbind());
      bound = false;
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("audit.jsonl"))) {
      lines.add(MAPPER.readTree(line));
    }
    return lines;
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}

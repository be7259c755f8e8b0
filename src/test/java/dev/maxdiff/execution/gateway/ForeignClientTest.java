package dev.maxdiff.execution.gateway;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.alpaca.wire.PublishedApi;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.upstream.ThreadedBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A watcher program of another hand at the gateway: A owns 0.3 and B 0.2 of BTCUSD. */
class ForeignClientTest {

  private static final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  "maxdiff.execution { reads.embedded.look = 50ms, release-pause = 10ms, crypto-fee = 0 }")
              .withFallback(EventSourcedBehaviorTestKit.config())
              .withFallback(ConfigFactory.load()));
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PublishedApi API = new PublishedApi();
  private static int installations;

  private final FakeBroker broker = new FakeBroker();
  private final ExecutorService requests = Executors.newCachedThreadPool();
  private final String us = String.format("f%05d", ++installations);
  private GatewayServer gateway;

  record Reply(int status, JsonNode body) {
    String message() {
      return body.path("message").asText();
    }

    String text(String field) {
      return body.path(field).asText();
    }
  }

  @BeforeEach
  void start() throws Exception {
    filled(A, "0.3");
    filled(B, "0.2");
    gateway = started();
  }

  private void filled(WatcherKey key, String quantity) {
    String id = new ClientOrderId(us, key.slot(Slot.ENTRY), 1, 1).toString();
    broker.fill(broker.place(id, "BTCUSD", Side.BUY, quantity, "90").id(), quantity);
  }

  private GatewayServer started() throws Exception {
    return GatewayServer.start(
            kit.system(),
            kit::spawn,
            new GatewayPorts(
                broker,
                new ThreadedBroker(broker, requests),
                RateBudget.unlimited(),
                EntryPauses.NONE,
                (pauses, day) -> {},
                InstantSource.fixed(FakeBroker.NOW),
                report -> {},
                event -> {}),
            ExecutionSettings.from(kit.system().settings().config(), Venue.EMBEDDED),
            OrderOrigin.untagged(us),
            "127.0.0.1",
            0)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.unbind().toCompletableFuture().get(30, TimeUnit.SECONDS);
    requests.shutdownNow();
  }

  @AfterAll
  static void stopKit() {
    kit.shutdownTestKit();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"order_class\":\"bracket\"",
        "\"order_class\":\"foo\"",
        "\"take_profit\":{\"limit_price\":\"120\"}",
        "\"stop_loss\":{\"stop_price\":\"90\"}",
        "\"extended_hours\":\"yes\"",
        "\"position_intent\":\"sell_to_close\"",
        "\"trail_percent\":\"5\"",
        "\"stop_price\":\"90\"",
        "\"notional\":\"50\"",
        "\"unknown\":1",
      })
  void anOrderThatTheGatewayCannotCarryIsRefused(String field) throws Exception {
    String a = exit(A, 2);
    String name = field.substring(1, field.indexOf(':') - 1);

    Reply refused = post(a, "110", field);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).startsWith(name + ": ").contains("(expected: ");
    assertThat(get(a, "/v2/orders?status=all").body()).isEmpty();
    String id = post(a, "110", "\"order_class\":\"simple\",\"stop_loss\":null").text("id");
    Reply unchanged = call(a, "PATCH", "/v2/orders/" + id, "{" + field + "}");
    assertThat(unchanged.status()).isEqualTo(422);
    assertThat(unchanged.message()).startsWith(name + ": ");
    assertThat(get(a, "/v2/orders").body().findValuesAsText("id")).containsExactly(id);
  }

  @Test
  void theAddressOfMarketDataHasBothItsNames() {
    String address = gateway.address().toString();

    assertThat(environment(A, 2))
        .containsEntry("APCA_API_BASE_URL", address)
        .containsEntry("APCA_API_DATA_URL", address)
        .containsEntry("APCA_DATA_BASE_URL", address);
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedInWords() throws Exception {
    String large = "{\"symbol\":\"" + "B".repeat(70_000) + "\"}";

    Reply refused = call(exit(A, 2), "POST", "/v2/orders", large);

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.message()).isEqualTo("body: too large (expected: at most 65536 bytes)");
  }

  @Test
  void aPriceThatIsGivenTwiceIsRefused() throws Exception {
    Reply refused = post(exit(A, 2), "110", "\"limit_price\":\"111\"");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).startsWith("body: ").contains("limit_price");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status=&side=&after=&until=&asset_class=&before_order_id=&limit= | 1",
        "side=sell | 1",
        "side=buy | 0",
        "asset_class=crypto | 1",
        "asset_class=us_equity | 0",
        "after=2000-01-01 | 1",
        "until=2000-01-01 | 0",
        "after_order_id=OLD | 1",
        "before_order_id=OLD | 0",
        "status=all&before_order_id=NEW | 1",
        "nested=true | 1",
      })
  void theFiltersOfTheListActAsAtTheExchange(String query, int orders) throws Exception {
    String a = exit(A, 2);
    String old = post(a, "110", "\"order_class\":\"\"").text("id");
    call(a, "DELETE", "/v2/orders/" + old, null);
    String standing = post(a, "111", "\"order_class\":\"\"").text("id");

    Reply list = get(a, "/v2/orders?" + query.replace("OLD", old).replace("NEW", standing).strip());

    assertThat(list.status()).isEqualTo(200);
    assertThat(list.body()).hasSize(orders);
    for (String bad : List.of("side=up", "asset_class=coins", "nested=yes", "sides=buy")) {
      Reply refused = get(a, "/v2/orders?" + bad);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.message()).startsWith(bad.replace("=", ": ") + " (expected: ");
    }
  }

  @Test
  void theCalendarIsAskedWithDatesAndTimes() throws Exception {
    JsonNode day =
        get(exit(A, 2), "/v2/calendar?start=2026-01-05T00:00:00Z&end=2026-01-05T23:00:00-05:00")
            .body()
            .get(0);

    assertThat(day.get("open").asText()).isEqualTo("09:30");
    assertThat(day.get("session_open").asText()).isEqualTo("0400");
    assertThat(day.get("session_close").asText()).isEqualTo("2000");
  }

  @Test
  void pathsNameAnAssetByItsIdToo() throws Exception {
    String a = exit(A, 2);
    String id = get(a, "/v2/assets/BTCUSD").text("id");

    assertThat(get(a, "/v2/assets/" + id).text("symbol")).isEqualTo("BTC/USD");
    assertThat(get(a, "/v2/positions/" + id).text("qty")).isEqualTo("0.3");
  }

  @Test
  void cancelAllCancelsTheSlotsOwnOrdersOnly() throws Exception {
    String a = exit(A, 2);
    String b = exit(B, 2);
    String first = post(a, "110", "\"order_class\":\"\"").text("id");
    String other = post(b, "112", "\"order_class\":\"\"").text("id");

    Reply cancelled = call(a, "DELETE", "/v2/orders", null);

    assertThat(cancelled.status()).isEqualTo(207);
    assertThat(cancelled.body().findValuesAsText("id")).containsExactly(first);
    assertThat(cancelled.body().findValuesAsText("status")).containsExactly("200");
    assertThat(get(a, "/v2/orders").body()).isEmpty();
    assertThat(get(b, "/v2/orders").body().findValuesAsText("id")).containsExactly(other);
    assertThat(call(a, "DELETE", "/v2/orders", null).body()).isEmpty();
    exit(A, 3);
    assertThat(call(a, "DELETE", "/v2/orders", null).status()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stream", "/stream/"})
  void theStreamShowsAWatcherTheChangesOfItsOwnOrders(String path) throws Exception {
    String a = exit(A, 2);
    String own = post(a, "110", "\"client_order_id\":\"mine\"").text("id");
    String other = post(exit(B, 2), "111", "\"client_order_id\":\"its\"").text("id");
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    WebSocket socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(
                URI.create("ws" + gateway.address().toString().substring(4) + path), to(received))
            .get(30, TimeUnit.SECONDS);
    socket.sendText("{\"action\":\"auth\",\"key\":\"nobody\",\"secret\":\"x\"}", true);
    assertThat(received.poll(30, TimeUnit.SECONDS)).contains("unauthorized");
    socket.sendText("{\"action\":\"auth\",\"key\":\"" + a + "\",\"secret\":\"x\"}", true);
    assertThat(received.poll(30, TimeUnit.SECONDS)).contains("\"authorized\"");
    socket.sendText("{\"action\":\"listen\",\"data\":{\"streams\":[\"trade_updates\"]}}", true);
    assertThat(received.poll(30, TimeUnit.SECONDS)).contains("listening");

    forward(other);
    forward(own);

    JsonNode update = JSON.readTree(received.poll(30, TimeUnit.SECONDS));
    assertThat(update.at("/stream").asText()).isEqualTo("trade_updates");
    assertThat(update.at("/data/event").asText()).isEqualTo("new");
    assertThat(update.at("/data/order/id").asText()).isEqualTo(own);
    assertThat(update.at("/data/order/client_order_id").asText()).isEqualTo("mine");
    assertThat(update.at("/data/position_qty").isMissingNode()).isTrue();
    gateway.retire(A.slot(Slot.EXIT), 2);
    forward(own);
    String next = exit(A, 3);
    socket.sendText("{\"action\":\"auth\",\"key\":\"" + next + "\",\"secret\":\"x\"}", true);
    assertThat(received.poll(30, TimeUnit.SECONDS)).contains("authorization");
    socket.abort();
  }

  private void forward(String id) {
    Order order = broker.order(id).orElseThrow();
    ObjectNode data = JSON.createObjectNode().put("event", "new").put("position_qty", "0.5");
    data.set("order", AlpacaWriter.order(order));
    gateway.forward(order.clientOrderId(), data);
  }

  private static WebSocket.Listener to(BlockingQueue<String> received) {
    return new WebSocket.Listener() {
      @Override
      public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        received.add(StandardCharsets.UTF_8.decode(part).toString());
        socket.request(1);
        return null;
      }
    };
  }

  @Test
  void aWatcherFindsItsOrdersUnderTheIdsThatItGaveThem() throws Exception {
    String a = exit(A, 2);
    Reply placed = post(a, "110", "\"client_order_id\":\"mine\"");
    assertThat(placed.status()).isEqualTo(200);
    assertThat(placed.text("client_order_id")).isEqualTo("mine");
    String id = placed.text("id");

    assertThat(broker.order(id).orElseThrow().clientOrderId())
        .isEqualTo("mdx-" + us + "-BTCUSD-b-a-x-2-1");
    assertThat(get(a, "/v2/orders/" + id).text("client_order_id")).isEqualTo("mine");
    assertThat(get(a, "/v2/orders").body().findValuesAsText("client_order_id"))
        .containsExactly("mine");
    assertThat(lookUp(a, "mine").text("id")).isEqualTo(id);
    assertThat(lookUp(a, "mdx-" + us + "-BTCUSD-b-a-x-2-1").text("id")).isEqualTo(id);
    assertThat(lookUp(exit(B, 2), "mine").status()).isEqualTo(404);

    Reply replaced =
        call(
            a,
            "PATCH",
            "/v2/orders/" + id,
            "{\"limit_price\":\"111\",\"client_order_id\":\"next\"}");
    assertThat(replaced.text("client_order_id")).isEqualTo("next");
    assertThat(lookUp(a, "next").text("limit_price")).isEqualTo("111");
    assertThat(get(a, "/v2/orders?status=all").body().findValuesAsText("client_order_id"))
        .containsExactly("next", "mine");
  }

  @Test
  void anIdIsGivenOncePerToken() throws Exception {
    String a = exit(A, 2);
    String id = post(a, "110", "\"client_order_id\":\"mine\"").text("id");

    Reply again = post(a, "112", "\"client_order_id\":\"mine\"");
    Reply replaced =
        call(
            a,
            "PATCH",
            "/v2/orders/" + id,
            "{\"limit_price\":\"111\",\"client_order_id\":\"mine\"}");

    for (Reply refused : List.of(again, replaced)) {
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.message())
          .isEqualTo("client_order_id: mine (expected: an id that this token has not used)");
    }
    assertThat(get(a, "/v2/orders").body().findValuesAsText("id")).containsExactly(id);
    assertThat(post(exit(B, 2), "110", "\"client_order_id\":\"mine\"").status()).isEqualTo(200);
    String next = exit(A, 3);
    assertThat(call(next, "DELETE", "/v2/orders/" + id, null).status()).isEqualTo(204);
    String newer = post(next, "113", "\"client_order_id\":\"mine\"").text("id");
    assertThat(lookUp(next, "mine").text("id")).isEqualTo(newer);
  }

  @Test
  void anOrderThatWasNeverSentLeavesItsIdFree() throws Exception {
    String a = exit(A, 2);
    assertThat(post(a, "-1", "\"client_order_id\":\"mine\"").status()).isEqualTo(422);
    broker.failNext(FakeBroker.Fault.RESERVED);
    assertThat(post(a, "110", "\"client_order_id\":\"mine\"").status()).isEqualTo(403);

    assertThat(post(a, "110", "\"client_order_id\":\"mine\"").status()).isEqualTo(200);
  }

  @Test
  void theIdsSurviveARestart() throws Exception {
    post(exit(A, 2), "110", "\"client_order_id\":\"mine\"");
    gateway.unbind().toCompletableFuture().get(30, TimeUnit.SECONDS);
    gateway = started();
    String a = exit(A, 2);

    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(30),
            () -> {
              assertThat(lookUp(a, "mine").status()).isEqualTo(200);
              return null;
            });
    assertThat(post(a, "110", "\"client_order_id\":\"mine\"").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mdx-abc123-BTCUSD-b-a-x-2-1", " ", "LONG"})
  void anIdThatCannotBeKeptIsRefused(String id) throws Exception {
    String given = id.replace("LONG", "x".repeat(129));

    Reply refused = post(exit(A, 2), "110", "\"client_order_id\":\"" + given + "\"");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).startsWith("client_order_id: ").contains("(expected: ");
  }

  private Reply lookUp(String token, String id) {
    try {
      return get(token, "/v2/orders:by_client_order_id?client_order_id=" + id);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String exit(WatcherKey key, long generation) {
    return environment(key, generation).get("APCA_API_KEY_ID");
  }

  private Map<String, String> environment(WatcherKey key, long generation) {
    return gateway.admit(Samples.exit(key, "110"), generation);
  }

  private Reply post(String token, String price, String field) throws Exception {
    String body =
        "{\"symbol\":\"BTC/USD\",\"side\":\"sell\",\"type\":\"limit\",\"time_in_force\":\"gtc\","
            + "\"qty\":\"0.1\",\"limit_price\":\""
            + price
            + "\","
            + field
            + "}";
    return call(token, "POST", "/v2/orders", body);
  }

  private Reply get(String token, String path) throws Exception {
    return call(token, "GET", path, null);
  }

  private Reply call(String token, String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.address() + path))
            .timeout(Duration.ofSeconds(30))
            .header("APCA-API-KEY-ID", token)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
    assertThat(API.answer(method, path, response.statusCode(), response.body())).isEmpty();
    return new Reply(response.statusCode(), JSON.readTree(response.body()));
  }
}

package dev.maxdiff.execution.gateway;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.wire.PublishedApi;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.PlannedTrade;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.RecordingBroker;
import dev.maxdiff.execution.ledger.BrokerState;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.upstream.ThreadedBroker;
import dev.maxdiff.state.PausesFile;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP interface of the watchers: A has 0.3 and B 0.2 of one position in BTCUSD. */
class GatewayServerTest {

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
  private final Queue<StateReport> reports = new ConcurrentLinkedQueue<>();
  private final Queue<OrderEvent> events = new ConcurrentLinkedQueue<>();
  private final TestProbe<Object> probe = kit.createTestProbe();
  private final String us = String.format("t%05d", ++installations);
  private final List<PausesFile> stored = new ArrayList<>();
  private EntryPauses pauses = EntryPauses.NONE;
  private GatewayServer gateway;

  record Reply(int status, JsonNode body) {
    String message() {
      return body.path("message").asText();
    }

    String reason() {
      return body.path("reason").asText();
    }
  }

  @BeforeEach
  void start() throws Exception {
    filled(A, "0.3");
    filled(B, "0.2");
    gateway = started();
  }

  private final ExecutorService requests = Executors.newCachedThreadPool();

  private GatewayServer started() throws Exception {
    return started(kit.system().settings().config());
  }

  private GatewayServer started(Config config) throws Exception {
    return started(config, broker);
  }

  private GatewayServer started(Config config, Broker reads) throws Exception {
    return started(config, reads, new ThreadedBroker(broker, requests));
  }

  private GatewayServer started(Config config, Broker reads, AsyncBroker asyncBroker)
      throws Exception {
    return GatewayServer.start(
            kit.system(),
            kit::spawn,
            new GatewayPorts(
                reads,
                asyncBroker,
                RateBudget.unlimited(),
                pauses,
                (all, day) -> stored.add(new PausesFile(all, day)),
                InstantSource.fixed(FakeBroker.NOW),
                reports::add,
                events::add),
            ExecutionSettings.from(config, Venue.EMBEDDED),
            OrderOrigin.untagged(us),
            "127.0.0.1",
            0)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private void filled(WatcherKey key, String quantity) {
    String id = new ClientOrderId(us, key.slot(Slot.ENTRY), 1, 1).toString();
    broker.fill(broker.place(id, "BTCUSD", Side.BUY, quantity, "90").id(), quantity);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.unbind().toCompletableFuture().get(30, TimeUnit.SECONDS);
    requests.shutdown();
  }

  @AfterAll
  static void stopKit() {
    kit.shutdownTestKit();
  }

  private String exit(WatcherKey key, long generation) {
    return admit(Samples.exit(key, "110"), generation);
  }

  /** Returns the token of the generation. */
  private String admit(Wish wish, long generation) {
    return gateway.admit(wish, generation).get("APCA_API_KEY_ID");
  }

  private Reply call(String token, String method, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.address() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("APCA-API-KEY-ID", token);
    }
    HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
    boolean published = path.startsWith("/v2/") || path.startsWith("/v1beta3/");
    if (published) {
      // the slash of a pair is escaped: the documents have one path segment
      String stated = path.replace("BTC/USD", "BTC%2FUSD");
      assertThat(API.answer(method, stated, response.statusCode(), response.body())).isEmpty();
    }
    return new Reply(response.statusCode(), JSON.readTree(response.body()));
  }

  private Reply get(String token, String path) throws Exception {
    return call(token, "GET", path, null);
  }

  private Reply sell(String token, Object quantity, Object price) throws Exception {
    return call(token, "POST", "/v2/orders", order("sell", quantity, price));
  }

  private static String order(String side, Object quantity, Object price) {
    return "{\"symbol\":\"BTC/USD\",\"side\":\"%s\",\"type\":\"limit\",\"time_in_force\":\"gtc\",\"qty\":%s,\"limit_price\":%s}"
        .formatted(side, quantity, price);
  }

  @Test
  void p12EachKeySeesItsSliceAndItsOrdersOnly() throws Exception {
    String a = exit(A, 2);
    String b = exit(B, 2);

    JsonNode ofA = get(a, "/v2/positions").body();
    assertThat(ofA).hasSize(1);
    assertThat(ofA.get(0).get("qty").asText()).isEqualTo("0.3");
    assertThat(ofA.get(0).get("side").asText()).isEqualTo("long");
    assertThat(ofA.get(0).get("symbol").asText()).isEqualTo("BTCUSD");
    assertThat(get(b, "/v2/positions/BTC%2FUSD").body().get("qty").asText()).isEqualTo("0.2");
    assertThat(get(b, "/v2/positions/AAPL").status()).isEqualTo(404);

    Reply placed = sell(a, "\"0.3\"", "\"110\"");
    String id = placed.body().get("id").asText();
    assertThat(placed.status()).isEqualTo(200);
    assertThat(placed.body().get("client_order_id").asText())
        .isEqualTo("mdx-" + us + "-BTCUSD-b-a-x-2-1");
    assertThat(get(a, "/v2/orders").body()).hasSize(1);
    assertThat(get(a, "/v2/orders/" + id).status()).isEqualTo(200);
    assertThat(get(b, "/v2/orders?status=all").body()).isEmpty();
    assertThat(get(b, "/v2/orders/" + id).status()).isEqualTo(404);
    assertThat(call(b, "DELETE", "/v2/orders/" + id, null).status()).isEqualTo(404);
    assertThat(call(b, "PATCH", "/v2/orders/" + id, "{\"limit_price\":\"112\"}").status())
        .isEqualTo(404);
    assertThat(
            get(a, "/v2/orders:by_client_order_id?client_order_id=mdx-" + us + "-BTCUSD-b-a-x-2-1")
                .body()
                .get("id")
                .asText())
        .isEqualTo(id);
    assertThat(get(a, "/v2/positions").body().get(0).get("qty_available").asText()).isEqualTo("0");
  }

  @Test
  void p12OneKeysTakeProfitLeavesTheOthersAlone() throws Exception {
    String a = exit(A, 2);
    String b = exit(B, 2);
    String orderA = sell(a, "\"0.3\"", "\"110\"").body().get("id").asText();
    String orderB = sell(b, "\"0.2\"", "\"115\"").body().get("id").asText();

    broker.fill(orderA, "0.3");

    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(events).anyMatch(OrderEvent.Filled.class::isInstance);
          return null;
        });
    assertThat(get(a, "/v2/positions").body()).isEmpty();
    assertThat(get(b, "/v2/positions").body().get(0).get("qty").asText()).isEqualTo("0.2");
    assertThat(broker.open()).extracting(Order::id).containsExactly(orderB);
    assertThat(sell(a, "\"0.2\"", "\"110\"").reason()).isEqualTo("beyond_book");
  }

  @Test
  void aPauseCancelsRestingEntriesAndLeavesExits() throws Exception {
    String entry = admit(Samples.entry(A, "95", "1"), 2);
    String exit = exit(B, 2);
    assertThat(call(entry, "POST", "/v2/orders", order("buy", 0.5, 95)).status()).isEqualTo(200);
    String kept = sell(exit, 0.2, 115).body().get("id").asText();
    EntryPause pause =
        new EntryPause(new PauseScope(BTC, null, null), "tired", FakeBroker.NOW, null);

    assertThat(await(gateway.pause(pause, Duration.ofSeconds(10)))).isEmpty();

    assertThat(stored).extracting(PausesFile::pauses).containsExactly(List.of(pause));
    assertThat(broker.open()).extracting(Order::id).containsExactly(kept);
    Reply denied = call(entry, "POST", "/v2/orders", order("buy", 0.5, 95));
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.reason()).isEqualTo("paused");
    assertThat(await(gateway.overview()).pauses()).containsExactly(pause);

    assertThat(await(gateway.resume(PauseScope.EVERYTHING))).containsExactly(pause);
    assertThat(call(entry, "POST", "/v2/orders", order("buy", 0.5, 95)).status()).isEqualTo(200);
  }

  @Test
  void aFillWakesTheWatchersOfItsKeyAndNoOthers() throws Exception {
    String mine = exit(A, 1);
    String others = exit(B, 1);
    String id = sell(mine, "0.2", "110").body().path("id").asText();
    CompletableFuture<Reply> reported = waiting(mine, "?after=0&wait=25000");
    CompletableFuture<Reply> notReported = waiting(others, "?after=0&wait=25000");

    broker.fill(id, "0.1");

    assertThat(reported.get(30, TimeUnit.SECONDS).body().path("change").asLong()).isEqualTo(1);
    assertThat(notReported).isNotDone();
    gateway.changed(Samples.BTC, "somebody's");
    assertThat(notReported.get(30, TimeUnit.SECONDS).body().path("change").asLong()).isPositive();
  }

  private CompletableFuture<Reply> waiting(String token, String query) {
    return inBackground(() -> get(token, "/maxdiff/v1/wake" + query));
  }

  private static CompletableFuture<Reply> inBackground(Callable<Reply> request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return request.call();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        command -> new Thread(command).start());
  }

  private static void hold(CountDownLatch released) {
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** More reads than threads are held in the broker; no order waits for one of them. */
  @Test
  void slowReadsOfWatchersDelayNoOrderAndNoCancel() throws Exception {
    int threads = 16;
    CountDownLatch arrived = new CountDownLatch(threads);
    CountDownLatch released = new CountDownLatch(1);
    Broker slow =
        RecordingBroker.of(
            broker,
            (method, arguments) -> {
              if (method.equals("calendar")) {
                arrived.countDown();
                hold(released);
              }
            });
    await(gateway.unbind());
    gateway = started(kit.system().settings().config(), slow);
    String a = exit(A, 2);
    String b = exit(B, 2);
    List<CompletableFuture<Reply>> reads = new ArrayList<>();
    try {
      for (int n = 0; n < threads + 4; n++) {
        reads.add(inBackground(() -> get(a, "/v2/calendar?start=2026-01-05&end=2026-01-06")));
      }
      assertThat(arrived.await(30, TimeUnit.SECONDS)).as("all threads are occupied").isTrue();

      Reply placed = sell(a, 0.3, 110);
      Reply other = sell(b, 0.2, 112);
      assertThat(placed.status()).isEqualTo(200);
      assertThat(other.status()).isEqualTo(200);
      String id = placed.body().get("id").asText();
      assertThat(call(a, "DELETE", "/v2/orders/" + id, null).status()).isEqualTo(204);
      assertThat(broker.open()).hasSize(1);
      gateway.withdraw(B.slot(Slot.EXIT));
      assertThat(cancelled(B.slot(Slot.EXIT))).isEmpty();
      assertThat(broker.open()).isEmpty();
      assertThat(reads).noneMatch(CompletableFuture::isDone);
    } finally {
      released.countDown();
    }
    for (CompletableFuture<Reply> read : reads) {
      assertThat(read.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
  }

  /** More orders than any pool has threads wait for the broker's answers. */
  @Test
  void slowAnswersToTheReadsOfOtherSymbolsDelayNoOrder() throws Exception {
    int count = 40;
    CompletableFuture<Void> released = new CompletableFuture<>();
    AtomicInteger withheld = new AtomicInteger();
    await(gateway.unbind());
    gateway =
        started(
            kit.system().settings().config(),
            broker,
            withholding(
                new ThreadedBroker(broker, requests),
                symbol -> !symbol.equals(BTC),
                () -> {
                  withheld.incrementAndGet();
                  return released;
                }));
    List<CompletableFuture<Reply>> slow = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      WatcherKey key = WatcherKey.parse("S" + n + "|buy|a");
      String token = admit(Samples.entry(key, "90", "1"), 2);
      String order = order("buy", "\"1\"", "\"90\"").replace("BTC/USD", key.symbol().text());
      slow.add(inBackground(() -> call(token, "POST", "/v2/orders", order)));
    }
    probe.awaitAssert(
        Duration.ofSeconds(60),
        () -> {
          assertThat(withheld).hasValue(count);
          return null;
        });

    assertThat(sell(exit(A, 2), "\"0.3\"", "\"110\"").status()).isEqualTo(200);
    assertThat(slow).noneMatch(CompletableFuture::isDone);

    released.complete(null);
    for (CompletableFuture<Reply> order : slow) {
      assertThat(order.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
  }

  /** A broker that answers requests for the assets of some symbols after the stage. */
  private static AsyncBroker withholding(
      AsyncBroker broker, Predicate<Symbol> symbols, Supplier<CompletionStage<Void>> until) {
    return (AsyncBroker)
        Proxy.newProxyInstance(
            AsyncBroker.class.getClassLoader(),
            new Class<?>[] {AsyncBroker.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(broker, arguments);
              return method.getName().equals("asset") && symbols.test((Symbol) arguments[0])
                  ? until.get().thenCompose(released -> (CompletionStage<?>) answer)
                  : answer;
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"?after=x", "?after=-1", "?wait=50001", "?wait=99999999999999999999"})
  void anUnclearWaitIsRefused(String query) throws Exception {
    Reply reply = get(exit(A, 1), "/maxdiff/v1/wake" + query);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.message()).contains("(expected: a whole number from 0 to ");
  }

  @Test
  void aReadSaysHowOldItIs() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.address() + "/v2/positions"))
            .header("APCA-API-KEY-ID", exit(A, 1))
            .build();
    HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());

    assertThat(response.headers().firstValue("X-Age").orElseThrow()).matches("[0-9]+\\.[0-9]{3}");
  }

  @Test
  void aViewIsWhatItsPartsAreEach() throws Exception {
    String a = exit(A, 2);
    String ended = sell(a, "0.3", "110").body().get("id").asText();
    call(a, "DELETE", "/v2/orders/" + ended, null);
    sell(a, "0.3", "111");
    sell(exit(B, 2), "0.2", "112");

    JsonNode all = get(a, "/maxdiff/v1/view?account=true&history=true").body();

    assertThat(all.get("clock")).isEqualTo(get(a, "/v2/clock").body());
    assertThat(all.get("orders")).hasSize(1).isEqualTo(get(a, "/v2/orders").body());
    assertThat(all.get("positions")).hasSize(1).isEqualTo(get(a, "/v2/positions").body());
    String quotes = "/v1beta3/crypto/us/latest/quotes?symbols=BTC/USD";
    assertThat(all.get("quotes")).hasSize(1).isEqualTo(get(a, quotes).body().get("quotes"));
    assertThat(all.get("account")).isEqualTo(get(a, "/v2/account").body());
    assertThat(all.get("history"))
        .hasSize(2)
        .isEqualTo(get(a, "/v2/orders?status=all&direction=asc").body());
    assertThat(get(a, "/maxdiff/v1/view?history=yes").message())
        .isEqualTo("history: yes (expected: true or false)");
  }

  @ParameterizedTest
  @CsvSource({
    "'',                            ''",
    "?account=false&history=false,  ''",
    "?account=true,                 ',account'",
    "?history=true,                 ',history'",
  })
  void aViewHoldsTheRequestedFields(String query, String more) throws Exception {
    Reply reply = get(exit(A, 2), "/maxdiff/v1/view" + query);

    assertThat(String.join(",", (Iterable<String>) () -> reply.body().fieldNames()))
        .isEqualTo("clock,orders,positions,quotes" + more);
  }

  @Test
  void p12TheGuardCancelsOnlyOursAndOnlyWhatIsOneTooMany() throws Exception {
    String a = exit(A, 3);
    String newest = sell(a, 0.1, 110).body().get("id").asText();
    String older = new ClientOrderId(us, A.slot(Slot.EXIT), 2, 7).toString();
    String tooMany = broker.place(older, "BTCUSD", Side.SELL, "0.1", "111").id();
    String other = new ClientOrderId(us, B.slot(Slot.EXIT), 2, 1).toString();
    String ofB = broker.place(other, "BTCUSD", Side.SELL, "0.1", "112").id();
    String first = broker.place("hand-1", "ETHUSD", Side.BUY, "1", "50").id();
    String second = broker.place("hand-2", "ETHUSD", Side.BUY, "1", "49").id();

    var seen = await(gateway.surplus(false, false, Duration.ofSeconds(10)));
    assertThat(seen.ours()).extracting(own -> own.order().id()).containsExactly(tooMany);
    assertThat(seen.older()).extracting(Order::id).hasSize(1).isSubsetOf(first, second);
    assertThat(broker.open()).hasSize(5);

    await(gateway.surplus(true, false, Duration.ofSeconds(10)));
    assertThat(broker.open())
        .extracting(Order::id)
        .containsExactlyInAnyOrder(newest, ofB, first, second);
    assertThat(events).anyMatch(OrderEvent.Alert.class::isInstance);

    var all = await(gateway.surplus(true, true, Duration.ofSeconds(10)));
    assertThat(all.unconfirmed()).isEmpty();
    assertThat(broker.open()).hasSize(3);
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void numbersMayBeTextOrNumbers() throws Exception {
    String a = exit(A, 2);

    Reply placed = sell(a, 0.30000001, 110.001);

    assertThat(placed.status()).isEqualTo(200);
    assertThat(placed.body().get("qty").asText()).isEqualTo("0.3");
    assertThat(placed.body().get("limit_price").asText()).isEqualTo("110.01");
  }

  @Test
  void p10OnlyTheNewestGenerationOrders() throws Exception {
    String old = exit(A, 2);
    String id = sell(old, "\"0.3\"", "\"110\"").body().get("id").asText();
    String now = exit(A, 3);

    Reply refused = sell(old, "\"0.1\"", "\"111\"");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message()).contains("generation 2 of BTCUSD|buy|a exit");
    assertThat(call(old, "DELETE", "/v2/orders/" + id, null).status()).isEqualTo(409);
    assertThat(call(old, "PATCH", "/v2/orders/" + id, "{\"limit_price\":\"112\"}").status())
        .isEqualTo(409);
    assertThat(get(old, "/v2/orders").body()).hasSize(1);
    Reply replaced = call(now, "PATCH", "/v2/orders/" + id, "{\"limit_price\":\"112\"}");
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(broker.open())
        .hasSize(1)
        .first()
        .extracting(Order::limitPrice)
        .asString()
        .isEqualTo("112");
    gateway.retire(A.slot(Slot.EXIT), 2);
    assertThat(get(old, "/v2/orders").status()).isEqualTo(401);
    assertThat(get(now, "/v2/orders").status()).isEqualTo(200);
  }

  @Test
  void anOlderAdmissionThatComesLateIsStale() throws Exception {
    exit(A, 5);
    String late = exit(A, 4);

    assertThat(sell(late, "\"0.3\"", "\"110\"").status()).isEqualTo(409);
  }

  @Test
  void theSameGenerationKeepsItsTokenAndTakesTheNewWish() throws Exception {
    String token = exit(A, 2);

    String again = admit(Samples.exit(A, "500", true, false), 2);

    assertThat(again).isEqualTo(token);
    // never worse than the new wish
    assertThat(sell(token, "\"0.3\"", "\"110\"").body().get("limit_price").asText())
        .isEqualTo("500");
  }

  @Test
  void withoutATokenThereIsNothing() throws Exception {
    assertThat(get(null, "/v2/account").status()).isEqualTo(401);
    assertThat(get("guess", "/v2/account").status()).isEqualTo(401);
    assertThat(get("guess", "/nowhere").status()).isEqualTo(401);
  }

  @Test
  void aBearerTokenIsAToken() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.address() + "/v2/account"))
            .header("Authorization", "Bearer " + exit(A, 2))
            .build();

    assertThat(HTTP.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  @Test
  void marketDataPassesThrough() throws Exception {
    String a = exit(A, 2);

    assertThat(get(a, "/v2/clock").body().get("is_open").asBoolean()).isTrue();
    assertThat(get(a, "/v2/calendar?start=2026-01-05&end=2026-01-06").body().get(0).get("open"))
        .hasToString("\"09:30\"");
    assertThat(get(a, "/v2/calendar?start=soon").status()).isEqualTo(422);
    assertThat(get(a, "/v2/assets/BTC%2FUSD").body().get("min_trade_increment").asText())
        .isEqualTo("0.0001");
    assertThat(get(a, "/v2/assets/BTC/USD").body().get("symbol").asText()).isEqualTo("BTC/USD");
    assertThat(
            get(a, "/v1beta3/crypto/us/latest/quotes?symbols=BTC/USD")
                .body()
                .at("/quotes/BTC~1USD/bp")
                .decimalValue())
        .isEqualByComparingTo("100");
    assertThat(get(a, "/v2/stocks/quotes/latest?symbols=AAPL,BRK.B&feed=iex").body().get("quotes"))
        .hasSize(2);
    assertThat(get(a, "/v2/account").body().get("cash").asText()).isNotEmpty();
    assertThat(get(a, "/v2/nothing").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json | body: not json",
        "[] | body: []",
        "{} | type: null",
        "{\"type\":\"market\"} | type: market (expected: limit)",
        "{\"type\":\"limit\",\"symbol\":\"BTCUSD\",\"side\":\"long\"} | side: long",
        "{\"type\":\"limit\",\"symbol\":\"BTCUSD\",\"side\":\"sell\",\"qty\":\"NaN\"} | qty: NaN",
        "{\"type\":\"limit\",\"symbol\":\"BTCUSD\",\"side\":\"sell\",\"qty\":1e400} | quantity: 1E+400",
        "{\"type\":\"limit\",\"symbol\":\"BTCUSD\",\"side\":\"sell\",\"qty\":1} | limit_price: null",
        "{\"type\":\"limit\",\"symbol\":\"../x\",\"side\":\"sell\",\"qty\":1} | symbol: ..",
      })
  void badInputIsNamedInOneLine(String body, String message) throws Exception {
    Reply reply = call(exit(A, 2), "POST", "/v2/orders", body);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.message()).startsWith(message).contains("expected:").doesNotContain("\n");
  }

  @Test
  void anOrderForAnotherSymbolIsDenied() throws Exception {
    String body = order("sell", 1, 110).replace("BTC/USD", "AAPL");

    Reply reply = call(exit(A, 2), "POST", "/v2/orders", body);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.reason()).isEqualTo("wrong_symbol");
  }

  @Test
  void ordersAreListedByTheQuery() throws Exception {
    String a = exit(A, 2);
    String first = sell(a, "\"0.3\"", "\"110\"").body().get("id").asText();
    assertThat(call(a, "DELETE", "/v2/orders/" + first, null).status()).isEqualTo(204);
    String second = sell(a, "\"0.3\"", "\"111\"").body().get("id").asText();

    assertThat(get(a, "/v2/orders?status=all").body().findValuesAsText("id"))
        .containsExactly(second, first);
    assertThat(get(a, "/v2/orders?status=all&direction=asc&limit=1").body().findValuesAsText("id"))
        .containsExactly(first);
    assertThat(get(a, "/v2/orders?status=closed").body().findValuesAsText("id"))
        .containsExactly(first);
    assertThat(get(a, "/v2/orders?symbols=AAPL").body()).isEmpty();
    assertThat(get(a, "/v2/orders?status=some").message())
        .isEqualTo("status: some (expected: open, closed, all)");
    assertThat(get(a, "/v2/orders?limit=0").status()).isEqualTo(422);
  }

  @Test
  void aWatchersStateIsHandedOn() throws Exception {
    String a = exit(A, 2);

    Reply reply =
        call(a, "PUT", "/maxdiff/v1/state", "{\"state\":\"watching_orders\",\"active\":true}");

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reports)
        .containsExactly(
            new StateReport(
                A.slot(Slot.EXIT), 2, Map.of("state", "watching_orders", "active", true)));
    assertThat(call(a, "PUT", "/maxdiff/v1/state", "[1]").status()).isEqualTo(422);
  }

  @Test
  void aBrokerThatCannotBeReadIsNotAnEmptyWorld() throws Exception {
    String a = exit(A, 2);
    broker.unreadable = true;

    probe.awaitAssert(
        Duration.ofSeconds(10), // the shared snapshot of the start may still be valid
        () -> {
          for (String path :
              List.of("/v2/positions", "/v2/orders", "/v2/account", "/maxdiff/v1/view")) {
            assertThat(get(a, path).status()).isEqualTo(503);
          }
          return null;
        });
  }

  @Test
  void theEntryOfAPlanRowBuysOnceWhateverWasSoldSince() throws Exception {
    String exit = exit(A, 2);
    broker.fill(sell(exit, "\"0.3\"", "\"110\"").body().get("id").asText(), "0.3");
    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(get(exit, "/v2/positions").body()).isEmpty();
          return null;
        });
    PlannedTrade row = new PlannedTrade(null, null, true, 1);
    EntryWish wish = Samples.entry(A, "95", "0.5");

    String same = admit(wish.with(wish.expiresAt(), row), 3);

    assertThat(gateway.bought(A.slot(Slot.ENTRY), 1, 1).orElseThrow()).isEqualByComparingTo("0.3");
    assertThat(get(same, "/v2/positions").body().get(0).get("qty").asText()).isEqualTo("0.3");
    assertThat(call(same, "POST", "/v2/orders", order("buy", 0.3, 95)).reason())
        .isEqualTo("above_target");
    assertThat(call(same, "POST", "/v2/orders", order("buy", 0.2, 95)).status()).isEqualTo(200);

    String changed = admit(wish.with(wish.expiresAt(), row.since(4)), 4);

    assertThat(get(changed, "/v2/positions").body()).isEmpty();
  }

  @Test
  void aPlanRowReservesOnlyWhatItHasNotBought() throws Exception {
    broker.cash = new BigDecimal("1000");
    EntryWish wish = Samples.entry(A, "95", "5.3");
    broker.fill(sell(exit(A, 2), "\"0.3\"", "\"110\"").body().get("id").asText(), "0.3");
    gateway.admit(wish.with(wish.expiresAt(), new PlannedTrade(null, null, true, 1)), 3);
    String b = admit(Samples.entry(B, "95", "8.2"), 2);

    awaitCash(b, "558.0");
  }

  @Test
  void anEntrySeesAsCashWhatItMaySpend() throws Exception {
    broker.cash = new BigDecimal("1000");
    gateway.admit(Samples.entry(A, "95", "5.3"), 2);
    String b = admit(Samples.entry(B, "95", "8.2"), 2);

    awaitCash(b, "525.0");
    Reply denied = call(b, "POST", "/v2/orders", order("buy", 8, 95));
    assertThat(denied.reason()).isEqualTo("no_cash");
    assertThat(call(b, "POST", "/v2/orders", order("buy", 5, 95)).status()).isEqualTo(200);
    assertThat(events).anyMatch(OrderEvent.Denied.class::isInstance);
  }

  @Test
  void aWithdrawalEndsTheSlotsOrdersAndLetsNoNewOnesIn() throws Exception {
    String a = exit(A, 2);
    String b = exit(B, 2);
    sell(a, "\"0.3\"", "\"110\"");
    sell(b, "\"0.2\"", "\"110\"");

    gateway.withdraw(A.slot(Slot.EXIT));

    assertThat(cancelled(A.slot(Slot.EXIT))).isEmpty();
    assertThat(broker.open()).hasSize(1);
    assertThat(sell(a, "\"0.3\"", "\"110\"").status()).isEqualTo(409);
    assertThat(sell(exit(A, 3), "\"0.3\"", "\"110\"").status()).isEqualTo(200);
  }

  /** A stop waits for the end of its orders, and a new wish takes the slot meanwhile. */
  @Test
  void aCancelThatComesAfterTheNextAdmissionLeavesItsOrdersAndItsToken() throws Exception {
    sell(exit(A, 2), "\"0.3\"", "\"110\"");
    gateway.withdraw(A.slot(Slot.EXIT));
    assertThat(cancelled(A.slot(Slot.EXIT))).isEmpty();
    String now = exit(A, 3);
    String id = sell(now, "\"0.3\"", "\"111\"").body().get("id").asText();

    assertThat(cancelled(A.slot(Slot.EXIT))).isEmpty();

    assertThat(broker.open()).extracting(Order::id).containsExactly(id);
    assertThat(call(now, "PATCH", "/v2/orders/" + id, "{\"limit_price\":\"112\"}").status())
        .isEqualTo(200);
  }

  /** Between two attempts of one wish no other entry may spend its cash. */
  @Test
  void anEntryThatIsStartedAgainKeepsItsMoney() throws Exception {
    broker.cash = new BigDecimal("1000");
    gateway.admit(Samples.entry(A, "95", "5.3"), 2);
    String b = admit(Samples.entry(B, "95", "8.2"), 2);

    gateway.retire(A.slot(Slot.ENTRY), 2);
    awaitCash(b, "525.0");

    gateway.withdraw(A.slot(Slot.ENTRY));
    awaitCash(b, "1000");
  }

  /** A view shows an admission soon after it; an order is checked with it at once. */
  private void awaitCash(String token, String cash) {
    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(get(token, "/v2/account").body().get("cash").asText()).isEqualTo(cash);
          return null;
        });
  }

  private List<Order> cancelled(SlotId slot) throws Exception {
    return gateway
        .cancelOrders(Set.of(slot), Duration.ofSeconds(10))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  void cancelAllOrdersTakesOneKindAndNamesWhatDoesNotEnd() throws Exception {
    sell(exit(A, 2), "\"0.3\"", "\"110\"");
    String entry = admit(Samples.entry(B, "95", "1"), 2);
    String id = call(entry, "POST", "/v2/orders", order("buy", 0.5, 95)).body().get("id").asText();
    broker.cancelsAtOnce = false;
    gateway.withdraw(B.slot(Slot.ENTRY));

    List<Order> unconfirmed =
        gateway
            .cancelAllOrders(Set.of(Slot.ENTRY), Duration.ofMillis(200))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);

    assertThat(unconfirmed).extracting(Order::id).containsExactly(id);
    assertThat(broker.open()).hasSize(2);
  }

  @Test
  void aClaimStartsTheObservationOfAnIdleOrderManager() throws Exception {
    gateway.unbind().toCompletableFuture().get(30, TimeUnit.SECONDS);
    broker.hold("BTCUSD", "0.1");
    gateway =
        started(
            ConfigFactory.parseString("maxdiff.execution.shortfall-patience = 1s")
                .withFallback(kit.system().settings().config()));
    String exit = exit(A, 2);
    assertThat(sell(exit, "\"9\"", "\"110\"").status()).isEqualTo(403);
    assertThat(get(exit, "/v2/positions").body().get(0).get("qty").asText()).isEqualTo("0.3");

    String claim = admit(Samples.exit(A, "110", false, true), 3);

    probe.awaitAssert(
        Duration.ofSeconds(60),
        () -> {
          JsonNode held = get(claim, "/v2/positions").body();
          assertThat(held.get(0).get("qty").asText()).isEqualTo("0.4");
          return null;
        });
  }

  @Test
  void theOverviewSaysWhoseEverythingIs() throws Exception {
    broker.hold("BTCUSD", "0.1");
    broker.place("by-hand", "AAPL", Side.BUY, "1", "50");
    sell(exit(A, 2), "\"0.3\"", "\"110\"");

    var overview = gateway.overview().toCompletableFuture().get(30, TimeUnit.SECONDS);

    var line =
        overview.ledger().stream().filter(entry -> entry.symbol().equals(BTC)).findFirst().get();
    assertThat(line.position()).isEqualByComparingTo("0.6");
    assertThat(line.owned().get(A)).isEqualByComparingTo("0.3");
    assertThat(line.owned().get(B)).isEqualByComparingTo("0.2");
    assertThat(line.unowned()).isEqualByComparingTo("0.1");
    assertThat(overview.orders()).hasSize(1);
    assertThat(overview.orders().get(0).generation()).isEqualTo(2);
    assertThat(overview.foreign()).extracting(Order::clientOrderId).containsExactly("by-hand");
  }

  @Test
  void afterARestartTheBookAndTheSlotsOrdersAreThere() throws Exception {
    String id = sell(exit(A, 2), "\"0.3\"", "\"110\"").body().get("id").asText();
    gateway.unbind().toCompletableFuture().get(30, TimeUnit.SECONDS);
    broker.place("mdx-zzz999-BTCUSD-b-a-x-1-1", "BTCUSD", Side.SELL, "0.1", "120");

    gateway = started();

    String a = exit(A, 3);
    assertThat(get(a, "/v2/positions").body().get(0).get("qty").asText()).isEqualTo("0.3");
    assertThat(get(a, "/v2/orders").body().findValuesAsText("id")).containsExactly(id);
    assertThat(gateway.ordersOfOtherInstallations())
        .extracting(Order::clientOrderId)
        .containsExactly("mdx-zzz999-BTCUSD-b-a-x-1-1");
  }

  @Test
  void aBrokerThatCannotBeReadAtTheStartFailsIt() {
    broker.unreadable = true;

    assertThatThrownBy(this::started).hasMessageContaining("connection refused");
  }

  @Test
  void p10WithTheBrokerDownEntriesAreHeldUntilTheFirstRead() throws Exception {
    gateway.unbind().toCompletableFuture().get(30, TimeUnit.SECONDS);
    pauses =
        EntryPauses.NONE.held(
            new EntryPause(PauseScope.EVERYTHING, "not compared", FakeBroker.NOW, null));
    broker.unreadable = true;
    gateway = started();
    String a = admit(Samples.entry(A, "90", "1"), 2);
    broker.unreadable = false;

    assertThat(call(a, "POST", "/v2/orders", order("buy", "\"0.7\"", "\"90\"")).reason())
        .isEqualTo("paused");
    gateway.readAccount();
    gateway.release();
    assertThat(call(a, "POST", "/v2/orders", order("buy", "\"0.7\"", "\"90\"")).status())
        .isEqualTo(200);
  }

  @Test
  void aReadReturnsOrdersPositionsAndTheHighestGenerations() {
    String rests = new ClientOrderId(us, A.slot(Slot.EXIT), 41, 1).toString();
    broker.place(rests, "BTCUSD", Side.SELL, "0.1", "120");
    broker.place("by-hand", "ETHUSD", Side.BUY, "1", "80");
    broker.hold("BTCUSD", "-0.2");

    BrokerState state = gateway.readAccount();

    assertThat(gateway.newestGeneration(A.slot(Slot.EXIT))).isEqualTo(41);
    assertThat(gateway.newestGeneration(B.slot(Slot.EXIT))).isZero();
    assertThat(state.own()).hasSize(3).anyMatch(own -> own.generation() == 41);
    assertThat(state.foreign()).extracting(Order::clientOrderId).containsExactly("by-hand");
    BrokerState.SymbolState btc =
        state.symbols().stream()
            .filter(line -> line.symbol().equals(BTC))
            .findFirst()
            .orElseThrow();
    assertThat(btc.position()).isEqualByComparingTo("0.3");
    assertThat(btc.owned()).isEqualByComparingTo("0.5");
    assertThat(btc.ownedPrice()).isEqualByComparingTo("90");
    assertThat(btc.missing()).isEqualByComparingTo("0.2");
    assertThat(btc.beyond()).isZero();
  }
}

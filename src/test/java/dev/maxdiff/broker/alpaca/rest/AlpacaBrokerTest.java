package dev.maxdiff.broker.alpaca.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a scripted server, over each transport. */
class AlpacaBrokerTest {

  private static final ApiKeys KEYS = new ApiKeys("the-key", "the-secret");
  private static final HttpClient CLIENT = JdkHttpTransport.client(Duration.ofSeconds(2));
  private static final Symbol BTC = Symbol.parse("BTCUSD");
  private static final OrderRequest SELL =
      new OrderRequest(
          BTC,
          Side.SELL,
          Quantity.parse("0.5"),
          Price.parse("110250"),
          TimeInForce.GTC,
          "mdx-abcdef-BTCUSD-b-maxdiff-x-3-1");

  enum Transport {
    JDK,
    SOCKET,
    /** The client that blocks no thread. */
    ASYNC;

    Broker client(URI base, Duration answerTimeout, GetRetry retry) {
      HttpTransport socket = new SocketTransport(base, KEYS, Duration.ofSeconds(2), answerTimeout);
      AsyncHttpTransport jdk =
          new JdkHttpTransport(CLIENT, base, KEYS, answerTimeout, RateBudget.unlimited());
      return switch (this) {
        case JDK -> new AlpacaBroker(jdk, jdk, retry);
        case SOCKET -> new AlpacaBroker(socket, socket, retry);
        case ASYNC -> JoinedBroker.of(new AsyncAlpacaBroker(jdk, jdk, retry));
      };
    }
  }

  private FakeHttpServer server;

  @AfterEach
  void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void placesAnOrderWithAlpacasFieldsAndBothKeys(Transport transport) throws IOException {
    Broker broker = serving(transport, request -> new FakeHttpServer.Reply(200, order("o1", 0)));

    Order placed = broker.submit(SELL);

    assertThat(placed.id()).isEqualTo("o1");
    assertThat(placed.symbol()).isEqualTo(BTC);
    assertThat(placed.status()).isEqualTo(OrderStatus.NEW);
    FakeHttpServer.Request request = server.requests.get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/v2/orders");
    assertThat(request.keyId()).isEqualTo("the-key");
    assertThat(request.secret()).isEqualTo("the-secret");
    assertThat(request.body())
        .isEqualTo(
            "{\"symbol\":\"BTC/USD\",\"qty\":\"0.5\",\"side\":\"sell\",\"type\":\"limit\","
                + "\"time_in_force\":\"gtc\",\"limit_price\":\"110250\","
                + "\"client_order_id\":\"mdx-abcdef-BTCUSD-b-maxdiff-x-3-1\"}");
  }

  @ParameterizedTest
  @EnumSource
  void patchesOnlyWhatChanges(Transport transport) throws IOException {
    Broker broker = serving(transport, request -> new FakeHttpServer.Reply(200, order("o2", 0)));

    broker.replace("o1", new ReplaceRequest(null, Price.parse("111000"), null, null));

    assertThat(server.requests.get(0).method()).isEqualTo("PATCH");
    assertThat(server.requests.get(0).target()).isEqualTo("/v2/orders/o1");
    assertThat(server.requests.get(0).body()).isEqualTo("{\"limit_price\":\"111000\"}");
  }

  @ParameterizedTest
  @EnumSource
  void aCancelIsAnsweredWithoutABodyAndTheConnectionServesOn(Transport transport)
      throws IOException {
    Broker broker =
        serving(
            transport,
            request ->
                request.method().equals("DELETE")
                    ? new FakeHttpServer.Reply(204, "")
                    : new FakeHttpServer.Reply(200, order("o1", 0)));

    broker.cancel("o1");

    assertThat(broker.order("o1")).isPresent();
  }

  @Test
  void aCancelThatIsPendingAlreadyIsDone() throws IOException {
    String pending = "{\"code\":42210000,\"message\":\"order pending cancel\"}";
    Broker broker = serving(Transport.JDK, request -> new FakeHttpServer.Reply(422, pending));

    broker.cancel("o1");

    assertThat(server.requests).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void listsOrdersToTheEndWithoutLosingThoseOfOneInstant(Transport transport) throws IOException {
    List<Integer> millis = new ArrayList<>();
    for (int i = 0; i < 1203; i++) {
      millis.add(i / 7); // seven orders in every millisecond, also across the page ends
    }
    Broker broker = serving(transport, request -> page(request, millis));

    List<Order> orders = broker.orders(OrderQuery.all()).orders();

    assertThat(orders).extracting(Order::id).doesNotHaveDuplicates().hasSize(1203);
    assertThat(orders).isSortedAccordingTo((a, b) -> a.submittedAt().compareTo(b.submittedAt()));
    assertThat(server.requests.size()).isBetween(3, 5);
  }

  @ParameterizedTest
  @EnumSource
  void refusesAListThatNeverAdvances(Transport transport) throws IOException {
    Broker broker =
        serving(
            transport,
            request -> {
              StringBuilder page = new StringBuilder("[");
              for (int i = 0; i < 500; i++) {
                page.append(i == 0 ? "" : ",").append(order("o" + i, 5));
              }
              return new FakeHttpServer.Reply(200, page.append("]").toString());
            });

    BrokerException e = failure(() -> broker.orders(OrderQuery.open()));

    assertThat(e.failure()).isEqualTo(Failure.MALFORMED);
    assertThat(e).hasMessageContaining("submitted_at");
  }

  @ParameterizedTest
  @EnumSource
  void asksForQuotesOncePerAssetClassAndLeavesOutWhatHasNone(Transport transport)
      throws IOException {
    Broker broker =
        serving(
            transport,
            request ->
                new FakeHttpServer.Reply(
                    200,
                    request.target().startsWith("/v2/stocks/")
                        ? "{\"quotes\":{\"AAPL\":{\"t\":\"2026-01-05T15:00:00Z\",\"bp\":200.1,\"bs\":1,\"ap\":200.2,\"as\":2}}}"
                        : "{\"quotes\":{\"BTC/USD\":{\"t\":\"2026-01-05T15:00:00.123456789Z\",\"bp\":104799.123456789,\"bs\":1,\"ap\":104800,\"as\":2}}}"));

    var quotes =
        broker.quotes(
            Set.of(BTC, Symbol.parse("ETHUSD"), Symbol.parse("AAPL"), Symbol.parse("MSFT")));

    assertThat(quotes).containsOnlyKeys(BTC, Symbol.parse("AAPL"));
    assertThat(quotes.get(BTC).bid()).isEqualByComparingTo("104799.123456789");
    assertThat(server.requests)
        .extracting(FakeHttpServer.Request::target)
        .containsExactlyInAnyOrder(
            "/v1beta3/crypto/us/latest/quotes?symbols=BTC/USD,ETH/USD",
            "/v2/stocks/quotes/latest?symbols=AAPL,MSFT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST  | 403 | {\"code\":40310000,\"message\":\"insufficient balance\"} | REJECTED |"
            + " 40310000",
        "POST  | 403 | forbidden | UNAUTHORIZED | 0",
        "GET   | 403 | {\"code\":40310000,\"message\":\"no\"} | UNAUTHORIZED | 40310000",
        "POST  | 422 | {\"code\":42210000,\"message\":\"sub-penny\"} | REJECTED | 42210000",
        "POST  | 409 | {\"code\":40910000,\"message\":\"stale generation\"} | REJECTED | 40910000",
        "GET   | 401 | {\"message\":\"unauthorized.\"} | UNAUTHORIZED | 0",
        "POST  | 401 | {\"message\":\"unauthorized.\"} | UNAUTHORIZED | 0",
        "POST  | 404 | {\"code\":40410000,\"message\":\"nothing here\"} | NOT_FOUND | 40410000",
        "POST  | 429 | {\"message\":\"too many requests.\"} | RATE_LIMITED | 0",
        "POST  | 500 | oops | UNRESOLVED | 0",
        "POST  | 503 | <html>down</html> | UNRESOLVED | 0",
        "POST  | 503 | {\"code\":50310001,\"message\":\"held back\"} | UNREACHABLE | 50310001",
        "POST  | 302 | elsewhere | MALFORMED | 0",
        "POST  | 200 | {\"id\":\"o1\"} | MALFORMED | 0",
        "POST  | 200 | {\"id\": | MALFORMED | 0",
        "GET   | 200 | [] | MALFORMED | 0",
      })
  void saysOfEveryAnswerWhatIsKnown(
      String method, int status, String body, Failure expected, int code) throws IOException {
    server = new FakeHttpServer(request -> new FakeHttpServer.Reply(status, body));
    for (Transport transport : Transport.values()) {
      Broker broker = broker(transport, server.address());

      BrokerException e =
          failure(method.equals("GET") ? broker::account : () -> broker.submit(SELL));

      assertThat(e.failure()).as(transport.name()).isEqualTo(expected);
      assertThat(e.code()).isEqualTo(code);
      assertThat(e.status()).isEqualTo(status);
      assertThat(e.getMessage()).startsWith(method + " /v2/").doesNotContain("the-secret", "\n");
    }
  }

  /** Our gateway repeats the message of a broker: a watcher does not wrap it a second time. */
  @ParameterizedTest
  @ValueSource(strings = {"POST /v2/orders", "PATCH /v2/orders/o1"})
  void saysTheWordsOfTheBrokerBehindTheGatewayOnce(String call) throws IOException {
    String words = call + ": 403 potential wash trade detected 40310000";
    String body = "{\"code\":40310000,\"reason\":\"rejected\",\"message\":\"" + words + "\"}";
    Broker broker = serving(Transport.JDK, request -> new FakeHttpServer.Reply(403, body));

    assertThat(failure(() -> broker.submit(SELL))).hasMessage(words);
  }

  @Test
  void saysTheWholeWordsOfTheBrokerInOneLine() throws IOException {
    String words = "potential wash trade detected. use complex orders ".repeat(10).strip();
    String body =
        "{\"code\":40310000,\"message\":\""
            + words
            + "\\nsee the rules\",\"reject_reason\":\"opposite side market/stop order exists\"}";
    Broker broker = serving(Transport.JDK, request -> new FakeHttpServer.Reply(403, body));

    assertThat(failure(() -> broker.submit(SELL)))
        .hasMessage(
            "POST /v2/orders: 403 "
                + words
                + " see the rules (opposite side market/stop order exists) 40310000");
  }

  @Test
  void namesTheFieldThatCouldNotBeRead() throws IOException {
    String broken = order("o1", 0).replace("\"filled_qty\":\"0\"", "\"filled_qty\":\"many\"");
    Broker broker = serving(Transport.JDK, request -> new FakeHttpServer.Reply(200, broken));

    assertThat(failure(() -> broker.submit(SELL))).hasMessageContaining("filled_qty: many");
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedConnectionNeverReachedTheBroker(Transport transport) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Broker broker = broker(transport, URI.create("http://127.0.0.1:" + port));

    assertThat(failure(() -> broker.submit(SELL)).failure()).isEqualTo(Failure.UNREACHABLE);
    assertThat(failure(broker::positions).failure()).isEqualTo(Failure.UNREACHABLE);
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatBreaksAfterAnOrderWasSentIsUnresolvedAndNotRepeated(Transport transport)
      throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket socket = new ServerSocket(0)) {
      Thread reader = new Thread(() -> hangUpOnEach(socket, connections));
      reader.setDaemon(true);
      reader.start();
      Broker broker = broker(transport, URI.create("http://127.0.0.1:" + socket.getLocalPort()));

      assertThat(failure(() -> broker.submit(SELL)).failure()).isEqualTo(Failure.UNRESOLVED);
      assertThat(connections.get()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatNeverAnswersIsUnresolvedAfterTheTimeOut(Transport transport) throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      Broker broker = transport.client(address, Duration.ofMillis(200), GetRetry.NONE);

      assertThat(failure(() -> broker.submit(SELL)).failure()).isEqualTo(Failure.UNRESOLVED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JDK, 500, oops, UNRESOLVED",
    "JDK, 200, '[{', MALFORMED",
    "ASYNC, 500, oops, UNRESOLVED",
    "ASYNC, 200, '[{', MALFORMED"
  })
  void onlyAGetIsRepeated(Transport transport, int status, String body, Failure reported)
      throws IOException {
    AtomicInteger asked = new AtomicInteger();
    server =
        new FakeHttpServer(
            request ->
                asked.incrementAndGet() < 3
                    ? new FakeHttpServer.Reply(status, body)
                    : new FakeHttpServer.Reply(200, "[]"));
    GetRetry retry = new GetRetry(3, Duration.ofMillis(1));
    Broker broker = transport.client(server.address(), Duration.ofSeconds(5), retry);

    assertThat(broker.positions().positions()).isEmpty();
    assertThat(asked.getAndSet(0)).isEqualTo(3);

    assertThat(failure(() -> broker.submit(SELL)).failure()).isEqualTo(reported);
    assertThat(asked.get()).isEqualTo(1);
  }

  @Test
  void theSocketSurvivesAServerThatClosedTheKeptConnection() throws IOException {
    Broker broker =
        serving(Transport.SOCKET, request -> new FakeHttpServer.Reply(200, order("o1", 0)));
    broker.order("o1");
    URI address = server.address();

    server.close();
    assertThat(failure(() -> broker.order("o1")).failure()).isEqualTo(Failure.UNREACHABLE);
    server = new FakeHttpServer(address.getPort(), request -> new FakeHttpServer.Reply(404, ""));

    assertThat(broker.order("o1")).isEmpty();
  }

  @Test
  void keysAreNeverPrinted() {
    assertThat(KEYS.toString()).doesNotContain("the-key", "the-secret");
    assertThat(failureOf(() -> new ApiKeys("a\r\nX: b", ""))).doesNotContain("X: b");
  }

  @Test
  void oneUnreadableDayOrQuoteBlindsNoOther() throws IOException {
    String quote = "{\"t\":\"2026-01-05T15:00:00Z\",\"bp\":100,\"bs\":1,\"ap\":101,\"as\":1}";
    String calendar =
        "[{\"date\":\"2026-01-05\",\"open\":\"09:30\",\"close\":\"16:00\"},"
            + "{\"date\":\"2026-01-06\",\"open\":\"?\",\"close\":\"16:00\"},"
            + "{\"date\":\"2026-01-07\",\"open\":\"09:30\",\"close\":\"13:00\"}]";
    String quotes =
        "{\"quotes\":{\"BTC/USD\":" + quote + ",\"ETH/USD\":{\"t\":\"?\",\"bp\":1,\"ap\":2}}}";
    server =
        new FakeHttpServer(
            request ->
                new FakeHttpServer.Reply(
                    200, request.target().contains("calendar") ? calendar : quotes));
    HttpTransport http =
        new JdkHttpTransport(
            CLIENT, server.address(), KEYS, Duration.ofSeconds(5), RateBudget.unlimited());
    List<String> notes = new ArrayList<>();
    AlpacaBroker broker = new AlpacaBroker(http, http, GetRetry.NONE, new UnreadNotes(notes::add));

    for (int n = 0; n < 2; n++) {
      assertThat(broker.calendar(LocalDate.parse("2026-01-05"), LocalDate.parse("2026-01-07")))
          .extracting(day -> day.date().getDayOfMonth())
          .containsExactly(5, 7);
      assertThat(broker.quotes(Set.of(BTC, Symbol.parse("ETHUSD")))).containsOnlyKeys(BTC);
    }

    assertThat(notes).hasSize(2);
    assertThat(notes.get(0))
        .startsWith("GET /v2/calendar: not readable: calendar:")
        .endsWith(", left alone (1 so far)");
    assertThat(notes.get(1))
        .startsWith("GET /v1beta3/crypto/us/latest/quotes: not readable: ETHUSD: t: ?")
        .endsWith(", left alone (2 so far)");
  }

  private Broker serving(
      Transport transport, Function<FakeHttpServer.Request, FakeHttpServer.Reply> answers)
      throws IOException {
    server = new FakeHttpServer(answers);
    return broker(transport, server.address());
  }

  private static Broker broker(Transport transport, URI address) {
    return transport.client(address, Duration.ofSeconds(5), GetRetry.NONE);
  }

  private static BrokerException failure(Runnable call) {
    BrokerException e = catchThrowableOfType(BrokerException.class, call::run);
    assertThat(e).as("a failure").isNotNull();
    return e;
  }

  private static String failureOf(Runnable call) {
    return catchThrowableOfType(IllegalArgumentException.class, call::run).getMessage();
  }

  private static void hangUpOnEach(ServerSocket socket, AtomicInteger connections) {
    while (!socket.isClosed()) {
      try (var connection = socket.accept()) {
        connections.incrementAndGet();
        byte[] request = new byte[64];
        assertThat(connection.getInputStream().read(request)).isPositive();
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  /** Alpaca's page: at most 500 orders submitted after the requested instant. */
  private static FakeHttpServer.Reply page(FakeHttpServer.Request request, List<Integer> millis) {
    String target = URLDecoder.decode(request.target(), StandardCharsets.UTF_8);
    assertThat(target).contains("limit=500", "direction=asc", "status=all");
    int at = target.indexOf("after=");
    Instant after = at < 0 ? Instant.MIN : Instant.parse(target.substring(at + 6));
    StringBuilder page = new StringBuilder("[");
    int count = 0;
    for (int i = 0; i < millis.size() && count < 500; i++) {
      if (submitted(millis.get(i)).isAfter(after)) {
        page.append(count++ == 0 ? "" : ",").append(order("o" + i, millis.get(i)));
      }
    }
    return new FakeHttpServer.Reply(200, page.append("]").toString());
  }

  private static Instant submitted(int millis) {
    return Instant.parse("2026-01-05T15:00:00Z").plusMillis(millis);
  }

  private static String order(String id, int millis) {
    return "{\"id\":\"%s\",\"client_order_id\":\"c-%s\",\"symbol\":\"BTC/USD\",\"side\":\"sell\",\"type\":\"limit\",\"time_in_force\":\"gtc\",\"qty\":\"0.5\",\"filled_qty\":\"0\",\"limit_price\":\"110250\",\"status\":\"new\",\"created_at\":\"%s\",\"submitted_at\":\"%s\"}"
        .formatted(id, id, submitted(millis), submitted(millis));
  }
}

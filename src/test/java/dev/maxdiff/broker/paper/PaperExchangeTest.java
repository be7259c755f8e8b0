package dev.maxdiff.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.CashTransfer;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.broker.alpaca.rest.GetRetry;
import dev.maxdiff.broker.alpaca.wire.PublishedApi;
import dev.maxdiff.broker.paper.engine.ExchangeFill;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.execution.orders.LossReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange over real HTTP. */
class PaperExchangeTest {

  private static final ActorTestKit KIT = ExchangeKit.inMemory();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final MarketTape TAPE = MarketTape.bitstamp();
  private static final PublishedApi API = new PublishedApi();

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
    List<ExchangeFill> fills = new CopyOnWriteArrayList<>();
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

  @Test
  void answersEveryReadInAlpacasForm() {
    JsonNode clock = call("GET", "/v2/clock", null, 200);
    assertThat(clock.path("timestamp").asText()).startsWith("2013-11-25T19:00:00-05:00");
    assertThat(clock.path("is_open").asBoolean()).isFalse();
    assertThat(clock.path("next_open").asText()).startsWith("2013-11-26T09:30");

    JsonNode days = call("GET", "/v2/calendar?start=2013-11-28&end=2013-11-29", null, 200);
    assertThat(days).hasSize(1);
    assertThat(days.get(0).path("close").asText()).isEqualTo("13:00");
    call("GET", "/v2/calendar?start=tomorrow", null, 400);

    assertThat(call("GET", "/v2/assets/BTC%2FUSD", null, 200).path("class").asText())
        .isEqualTo("crypto");
    assertThat(call("GET", "/v2/assets/BTCUSD", null, 200).path("symbol").asText())
        .isEqualTo("BTC/USD");
    assertThat(call("GET", "/v2/assets/AAPL", null, 404).path("code").asInt()).isEqualTo(40410000);

    assertThat(call("GET", "/v2/positions", null, 200)).isEmpty();
    call("GET", "/v2/positions/BTCUSD", null, 404);
    call("GET", "/v2/stocks/quotes/latest?symbols=AAPL", null, 200);
    call("GET", "/v1beta3/crypto/us/latest/quotes", null, 400);
    call("GET", "/v2/nothing", null, 404);
    call("PUT", "/v2/orders", null, 404);
  }

  @Test
  void movesMoneyAndListsItWithTheFills() throws Exception {
    get(exchange.play());
    post("a", "buy", "0.5", "2000", 200);
    JsonNode deposit = transfer("{\"amount\":\"500.25\"}", 200);
    transfer("{\"amount\":\"-200\"}", 200);

    assertThat(deposit.path("activity_type").asText()).isEqualTo("CSD");
    transfer("{\"amount\":\"-200000\"}", 403);
    transfer("{\"amount\":\"0\"}", 422);
    transfer("{}", 422);
    JsonNode all = call("GET", "/v2/account/activities?direction=asc", null, 200);
    String first = all.get(0).path("id").asText();
    assertThat(types("?direction=asc")).containsExactly("FILL", "CSD", "CSW");
    assertThat(all.get(0).path("type").asText()).isEqualTo("fill");
    assertThat(all.get(2).path("net_amount").asText()).isEqualTo("-200");
    assertThat(types("?direction=asc&page_size=1")).containsExactly("FILL");
    assertThat(types("?direction=asc&page_size=1&page_token=" + first)).containsExactly("CSD");
    assertThat(types("")).containsExactly("CSW", "CSD", "FILL");
    assertThat(types("?category=trade_activity")).containsExactly("FILL");
    assertThat(types("?activity_types=TRANS")).containsExactly("CSW", "CSD");
    assertThat(types("/CSW")).containsExactly("CSW");
    assertThat(types("?order_id=" + all.get(0).path("order_id").asText())).containsExactly("FILL");
    assertThat(types("?after=" + deposit.path("created_at").asText())).containsExactly("CSW");
    call("GET", "/v2/account/activities?page_size=101", null, 422);
    call("GET", "/v2/account/activities?page_token=none", null, 422);
    call("GET", "/v2/account/activities?category=all", null, 422);
    call("GET", "/v2/account/activities?category=trade_activity&activity_types=CSD", null, 422);
  }

  /** Alpaca publishes no such request. */
  private JsonNode transfer(String body, int status) throws java.io.IOException {
    HttpResponse<String> response = send("POST", "/maxdiff/v1/transfers", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return MAPPER.readTree(response.body());
  }

  @Test
  void aClientReadsTheTransfersAfterATime() throws Exception {
    get(exchange.play());
    for (int i = 1; i <= 101; i++) { // more than a page
      transfer("{\"amount\":\"" + i + "\"}", 200);
    }
    transfer("{\"amount\":\"-200\"}", 200);
    try (AlpacaBroker broker =
        new AlpacaBroker(
            exchange.transport(Duration.ofSeconds(10), RateBudget.unlimited()),
            exchange.transport(Duration.ofSeconds(10), RateBudget.unlimited()),
            GetRetry.NONE)) {
      List<CashTransfer> all = broker.transfers(null);

      assertThat(all).hasSize(102);
      assertThat(all.get(0).amount()).isEqualByComparingTo("1");
      assertThat(all.get(101).type()).isEqualTo("CSW");
      assertThat(broker.transfers(all.get(100).at()))
          .extracting(CashTransfer::amount)
          .containsExactly(new BigDecimal("-200"));
      LossReader loss =
          new LossReader(broker::account, broker::transfers, () -> all.get(0).at(), true);
      assertThat(loss.get().transfers()).isEqualByComparingTo("4951");
      assertThat(loss.get().account().equity()).isEqualByComparingTo("104951");
    }
  }

  private List<String> types(String query) {
    List<String> types = new ArrayList<>();
    call("GET", "/v2/account/activities" + query, null, 200)
        .forEach(node -> types.add(node.path("activity_type").asText()));
    return types;
  }

  @Test
  void placesReplacesAndCancelsOrders() throws Exception {
    get(exchange.play());
    JsonNode first = post("a", "buy", "2", "500", 200);
    assertThat(first.path("symbol").asText()).isEqualTo("BTC/USD");
    assertThat(call("GET", "/v2/orders:by_client_order_id?client_order_id=a", null, 200).path("id"))
        .isEqualTo(first.path("id"));

    JsonNode next =
        call(
            "PATCH",
            "/v2/orders/" + first.path("id").asText(),
            "{\"limit_price\":\"501\",\"client_order_id\":\"b\"}",
            200);
    assertThat(next.path("replaces")).isEqualTo(first.path("id"));
    awaitStatus(first, "replaced");
    awaitStatus(next, "new");

    call("DELETE", "/v2/orders/" + next.path("id").asText(), null, 204);
    call("DELETE", "/v2/orders/" + next.path("id").asText(), null, 422);
    awaitStatus(next, "canceled");
    call("DELETE", "/v2/orders/" + next.path("id").asText(), null, 422);
    call("DELETE", "/v2/orders/none", null, 404);
    call("GET", "/v2/orders/none", null, 404);

    JsonNode last = post("c", "buy", "1", "500", 200);
    JsonNode cancelled = call("DELETE", "/v2/orders", null, 207);
    assertThat(cancelled).hasSize(1);
    assertThat(cancelled.get(0).path("id")).isEqualTo(last.path("id"));
    assertThat(cancelled.get(0).path("status").asInt()).isEqualTo(200);
  }

  @Test
  void listsOrdersByEveryFilter() throws Exception {
    get(exchange.play());
    JsonNode one = post("one", "buy", "1", "500", 200);
    JsonNode two = post("two", "buy", "1", "501", 200);
    post("three", "buy", "1", "502", 200);
    call("DELETE", "/v2/orders/" + two.path("id").asText(), null, 204);
    awaitStatus(two, "canceled");

    assertThat(ids("")).containsExactly("three", "one");
    assertThat(ids("?status=closed")).containsExactly("two");
    assertThat(ids("?status=all&direction=asc")).containsExactly("one", "two", "three");
    assertThat(ids("?status=all&limit=1")).containsExactly("three");
    String time = one.path("submitted_at").asText();
    assertThat(ids("?status=all&direction=asc&after=" + time)).containsExactly("two", "three");
    assertThat(ids("?status=all&until=" + time)).isEmpty();
    assertThat(ids("?symbols=BTC/USD,AAPL")).hasSize(2);
    assertThat(ids("?symbols=AAPL")).isEmpty();
    assertThat(ids("?side=sell")).isEmpty();
    assertThat(ids("?asset_class=crypto")).hasSize(2);
    assertThat(ids("?status=all&before_order_id=" + two.path("id").asText()))
        .containsExactly("one");
    assertThat(ids("?status=&after=&side=&asset_class=&before_order_id=")).hasSize(2);
    call("GET", "/v2/orders?status=some", null, 422);
    call("GET", "/v2/orders?nested=perhaps", null, 422);
    call("GET", "/v2/orders?asset_class=coins", null, 422);
    call("GET", "/v2/orders?limit=501", null, 422);
    call("GET", "/v2/orders?after=yesterday", null, 422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"order_class\":\"bracket\"",
        "\"take_profit\":{\"limit_price\":\"510\"}",
        "\"stop_loss\":{\"stop_price\":\"490\"}",
        "\"extended_hours\":true",
        "\"position_intent\":\"buy_to_open\"",
        "\"trail_price\":\"5\"",
        "\"stop_price\":\"490\"",
        "\"notional\":\"50\"",
        "\"unknown\":1",
      })
  void anOrderThatTheExchangeCannotCarryIsRefused(String field) throws Exception {
    get(exchange.play());
    String whole =
        "{\"symbol\":\"BTC/USD\",\"qty\":\"1\",\"side\":\"buy\",\"type\":\"limit\","
            + "\"time_in_force\":\"gtc\",\"limit_price\":\"500\",";
    String name = field.substring(1, field.indexOf(':') - 1);

    List<String> before = ids("?status=all");
    assertThat(call("POST", "/v2/orders", whole + field + "}", 422).path("message").asText())
        .startsWith(name + ": ");
    assertThat(ids("?status=all")).isEqualTo(before);

    JsonNode standing =
        call(
            "POST",
            "/v2/orders",
            whole + "\"order_class\":\"simple\",\"extended_hours\":false,\"stop_loss\":null}",
            200);
    String path = "/v2/orders/" + standing.path("id").asText();
    assertThat(call("PATCH", path, "{" + field + "}", 422).path("message").asText())
        .startsWith(name + ": ");
    assertThat(call("GET", path, null, 200).path("status").asText()).isEqualTo("new");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedInWords() {
    String large = "{\"symbol\":\"" + "B".repeat(70_000) + "\"}";

    assertThat(call("POST", "/v2/orders", large, 413).path("message").asText())
        .isEqualTo("body: too large (expected: at most 65536 bytes)");
    assertThat(call("PATCH", "/v2/orders/x", large, 413).path("code").asInt()).isEqualTo(41310000);
  }

  @Test
  void aPriceThatIsGivenTwiceIsRefused() {
    assertThat(
            call("POST", "/v2/orders", "{\"limit_price\":\"1\",\"limit_price\":\"2\"}", 400)
                .path("message")
                .asText())
        .contains("limit_price");
  }

  @Test
  void pathsNameAnAssetByItsIdToo() {
    String id = call("GET", "/v2/assets/BTCUSD", null, 200).path("id").asText();

    assertThat(call("GET", "/v2/assets/" + id, null, 200).path("symbol").asText())
        .isEqualTo("BTC/USD");
    call("GET", "/v2/positions/" + id, null, 404);
  }

  @Test
  void theCalendarIsAskedWithDatesAndTimes() {
    String query = "?start=2013-11-28T00:00:00Z&end=2013-11-29T23:59:59-05:00";

    JsonNode days = call("GET", "/v2/calendar" + query, null, 200);

    assertThat(days).hasSize(1);
    assertThat(days.get(0).path("open").asText()).isEqualTo("09:30");
    assertThat(days.get(0).path("close").asText()).isEqualTo("13:00");
    assertThat(days.get(0).path("session_open").asText()).isEqualTo("0400");
    assertThat(days.get(0).path("session_close").asText()).isEqualTo("1700");
    assertThat(call("GET", "/v2/calendar?start=&end=", null, 200)).hasSizeGreaterThan(200);
    call("GET", "/v2/calendar?start=2013-11-28noon", null, 400);
    call("GET", "/v2/calendar?date_type=SETTLEMENT", null, 400);
  }

  @Test
  void refusesWithAlpacasBodies() {
    assertThat(post("a", "sell", "1", "900", 403).path("available").asText()).isEqualTo("0");
    assertThat(post("a", "buy", "x", "900", 422).path("message").asText()).contains("qty: x");
    assertThat(post("a", "long", "1", "900", 422).path("message").asText()).contains("side");
    assertThat(call("POST", "/v2/orders", "{nonsense", 400).path("code").asInt())
        .isEqualTo(40010000);
    call("POST", "/v2/orders", null, 422);
    call("POST", "/v2/orders", "[1]", 422);
    call("POST", "/v2/orders", "{\"symbol\":\"BTCUSD\",\"type\":\"market\"}", 422);
    post("twice", "buy", "1", "500", 200);
    assertThat(post("twice", "buy", "1", "500", 422).path("code").asInt()).isEqualTo(40010001);
  }

  @Test
  void needsItsKeys() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(exchange.address() + "/v2/account"))
            .header("APCA-API-KEY-ID", exchange.apiKey())
            .header("APCA-API-SECRET-KEY", "wrong")
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(MAPPER.readTree(response.body()).path("code").asInt()).isEqualTo(40110000);
  }

  @Test
  void accountOrdersIdsAndClockSurviveARestart() throws Exception {
    get(exchange.play());
    JsonNode quote = btcQuote();
    post("filled", "buy", "0.5", quote.path("ap").decimalValue().add(BigDecimal.ONE), 200);
    JsonNode resting = post("resting", "buy", "1", "500", 200);
    JsonNode account = call("GET", "/v2/account", null, 200);
    get(exchange.pause());
    get(exchange.unbind());
    Instant stoppedAt = exchange.now();

    exchange = start(settings, false);

    assertThat(exchange.resumed()).isTrue();
    assertThat(exchange.now()).isBetween(stoppedAt.minusSeconds(1), stoppedAt.plusSeconds(1));
    assertThat(call("GET", "/v2/account", null, 200).path("account_number"))
        .isEqualTo(account.path("account_number"));
    assertThat(call("GET", "/v2/account", null, 200).path("cash")).isEqualTo(account.path("cash"));
    assertThat(ids("")).containsExactly("resting");
    assertThat(post("filled", "buy", "1", "500", 422).path("code").asInt()).isEqualTo(40010001);
    get(exchange.play());
    call("DELETE", "/v2/orders/" + resting.path("id").asText(), null, 204);
    awaitStatus(resting, "canceled");
  }

  @Test
  void freshForgetsEverythingButTheAccountsNumber() throws Exception {
    String number = call("GET", "/v2/account", null, 200).path("account_number").asText();
    JsonNode old = post("a", "buy", "1", "500", 200);
    get(exchange.unbind());

    exchange = start(settings, true);

    assertThat(exchange.resumed()).isFalse();
    assertThat(ids("?status=all")).isEmpty();
    assertThat(call("GET", "/v2/account", null, 200).path("account_number").asText())
        .isEqualTo(number);
    assertThat(post("a", "buy", "1", "500", 200).path("id")).isNotEqualTo(old.path("id"));
    assertThat(directory.resolve("audit.previous.jsonl")).exists();
  }

  @Test
  void otherDataIsRefused() throws Exception {
    get(exchange.unbind());
    MarketTape other = Tapes.seconds(Tapes.BTC, TAPE.start(), "100 100 ".repeat(50_000));

    assertThatThrownBy(
            () ->
                get(
                    PaperExchange.start(
                        KIT.system(),
                        KIT::spawn,
                        settings,
                        other,
                        directory,
                        false,
                        "127.0.0.1",
                        0)))
        .hasMessageContaining("--fresh");
    exchange = start(settings, false);
  }

  @Test
  void aPortInUseIsNamed() {
    assertThatThrownBy(
            () ->
                get(
                    PaperExchange.start(
                        KIT.system(),
                        KIT::spawn,
                        settings.withName("another"),
                        TAPE,
                        directory.resolve("other"),
                        false,
                        "127.0.0.1",
                        exchange.address().getPort())))
        .hasCauseInstanceOf(InvalidValueException.class)
        .hasMessageContaining("a free port");
  }

  @Test
  void playsToTheEndAndThenStartsAnew() throws Exception {
    MarketTape tape = Tapes.seconds("100 99 101 100 100 100");
    ExchangeSettings quick = Tapes.plain().withName("short").withSpeed(20);
    Path other = directory.resolve("short");
    var first =
        get(
            PaperExchange.start(
                KIT.system(), KIT::spawn, quick, tape, other, false, "127.0.0.1", 0));
    get(first.play());
    assertThat(get(first.ended())).isAfterOrEqualTo(tape.end());
    assertThat(get(first.report()).buyAndHold().get(Tapes.BTC)).isEqualByComparingTo("0");
    get(first.unbind());

    assertThatThrownBy(
            () ->
                get(
                    PaperExchange.start(
                        KIT.system(),
                        KIT::spawn,
                        quick,
                        tape,
                        other,
                        Opening.RESUME_OR_FAIL,
                        "127.0.0.1",
                        0)))
        .hasCauseInstanceOf(TapeEndedException.class);
    var second =
        get(
            PaperExchange.start(
                KIT.system(), KIT::spawn, quick, tape, other, false, "127.0.0.1", 0));

    assertThat(second.resumed()).isFalse();
    assertThat(second.now()).isEqualTo(tape.start());
    get(second.unbind());
    get(second.unbind());
  }

  @Test
  void theAuditLogTellsRequestsOrdersAndFills() throws Exception {
    get(exchange.play());
    post("a", "buy", "0.5", btcQuote().path("ap").decimalValue().add(BigDecimal.ONE), 200);
    post("b", "sell", "5", "2000", 403);
    get(exchange.unbind());

    List<JsonNode> lines = auditLines();

    assertThat(lines).extracting(line -> line.path("type").asText()).contains("account", "order");
    JsonNode fill =
        lines.stream()
            .filter(line -> line.path("type").asText().equals("fill"))
            .findFirst()
            .orElseThrow();
    assertThat(fill.path("client_order_id").asText()).isEqualTo("a");
    assertThat(fill.path("position_after").asText()).isEqualTo("0.49875");
    assertThat(fill.path("open_closing_after").asText()).isEqualTo("0");
    JsonNode refused = lines.get(lines.size() - 1);
    assertThat(refused.path("status").asInt()).isEqualTo(403);
    assertThat(refused.path("client_order_id").asText()).isEqualTo("b");
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i).path("seq").asLong()).isEqualTo(i + 1);
    }
    exchange = start(settings, false);
  }

  @Test
  void aRestartCompletesAnAuditLogThatWasCutOff() throws Exception {
    post("a", "buy", "1", "500", 200);
    post("b", "buy", "1", "500", 200);
    get(exchange.unbind());
    Path log = directory.resolve("audit.jsonl");
    List<String> orders =
        Files.readAllLines(log).stream().filter(line -> line.contains("\"event\"")).toList();
    assertThat(orders).hasSize(3);
    Files.writeString(log, orders.get(0) + "\n" + orders.get(1) + "\n{\"wall\":\"20");

    exchange = start(settings, false);
    get(exchange.unbind());

    assertThat(auditLines())
        .filteredOn(line -> line.has("event"))
        .extracting(line -> line.path("client_order_id").asText())
        .containsExactly("", "a", "b");
    exchange = start(settings, false);
  }

  @Test
  void snapshotsKeepTheBooks() throws Exception {
    get(exchange.play());
    for (int i = 0; i < 70; i++) {
      post("n" + i, "buy", "0.1", "500", 200);
    }
    get(exchange.unbind());

    exchange = start(settings, false);

    assertThat(ids("?limit=500")).hasSize(70);
    assertThat(post("n3", "buy", "0.1", "500", 422).path("code").asInt()).isEqualTo(40010001);
  }

  private List<JsonNode> auditLines() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("audit.jsonl"))) {
      lines.add(MAPPER.readTree(line));
    }
    return lines;
  }

  private JsonNode btcQuote() {
    return call("GET", "/v1beta3/crypto/us/latest/quotes?symbols=BTC/USD", null, 200)
        .path("quotes")
        .path("BTC/USD");
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    call("GET", "/v2/orders" + query, null, 200)
        .forEach(order -> ids.add(order.path("client_order_id").asText()));
    return ids;
  }

  private void awaitStatus(JsonNode order, String status) {
    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          JsonNode now = call("GET", "/v2/orders/" + order.path("id").asText(), null, 200);
          assertThat(now.path("status").asText()).isEqualTo(status);
          return null;
        });
  }

  private JsonNode post(String id, String side, String quantity, Object price, int status) {
    var body = MAPPER.createObjectNode();
    body.put("symbol", "BTC/USD").put("qty", quantity).put("side", side).put("type", "limit");
    body.put("time_in_force", "gtc").put("limit_price", price.toString());
    return call("POST", "/v2/orders", body.put("client_order_id", id).toString(), status);
  }

  private PaperExchange start(ExchangeSettings with, boolean fresh) throws Exception {
    return get(
        PaperExchange.start(
            KIT.system(), KIT::spawn, with, TAPE, directory, fresh, "127.0.0.1", 0));
  }

  private JsonNode call(String method, String path, String body, int status) {
    try {
      HttpResponse<String> response = send(method, path, body);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
      assertThat(API.answer(method, path, status, response.body())).isEmpty();
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

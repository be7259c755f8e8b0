package dev.maxdiff.broker.paper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.alpaca.rest.JdkHttpTransport;
import dev.maxdiff.broker.alpaca.stream.TradeStream;
import dev.maxdiff.broker.alpaca.stream.TradeStreamSettings;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import dev.maxdiff.broker.paper.ExchangeKit;
import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.engine.EngineHarness;
import dev.maxdiff.broker.paper.engine.ExchangeEvent;
import dev.maxdiff.broker.paper.engine.Transaction;
import dev.maxdiff.broker.paper.faults.Fault;
import dev.maxdiff.broker.paper.faults.FaultPlan;
import dev.maxdiff.broker.paper.faults.FaultRule;
import dev.maxdiff.broker.paper.rest.PaperKeys;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The stream of trade updates over a real connection: our client at the embedded exchange. */
class PaperStreamTest {

  private static final ActorTestKit KIT =
      ExchangeKit.inMemory("maxdiff.exchange{api-key=id,api-secret=word}");
  private static final MarketTape TAPE = MarketTape.bitstamp();
  private static final HttpClient CLIENT = JdkHttpTransport.client(Duration.ofSeconds(20));
  private static final TradeStreamSettings PACE =
      new TradeStreamSettings(
          Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(30));

  @TempDir Path directory;
  private ExchangeSettings settings;
  private PaperExchange exchange;
  private final List<AutoCloseable> opened = new ArrayList<>();

  /** Records the calls of a stream, in order. */
  private static final class RecordingListener implements TradeStream.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @Override
    public void updated(TradeStream.Update update) {
      received.add(update.symbol() + " " + update.clientOrderId() + " " + update.event());
    }

    @Override
    public void resyncRequired() {
      received.add("everything");
    }

    @Override
    public void warned(String line) {
      received.add("warned " + line);
    }

    String next() throws InterruptedException {
      String next = received.poll(30, TimeUnit.SECONDS);
      return next == null ? "silence" : next;
    }

    void awaits(String wanted) throws InterruptedException {
      String next = next();
      while (!next.equals(wanted)) {
        assertThat(next).as("while waiting for " + wanted).isNotEqualTo("silence");
        next = next();
      }
    }
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void start(TestInfo test) throws Exception {
    settings =
        ExchangeSettings.from(KIT.system().settings().config())
            .withName("stream-" + test.getTestMethod().orElseThrow().getName());
    open(0);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable stream : opened) {
      stream.close();
    }
    get(exchange.unbind());
  }

  @Test
  void everyListenerReceivesAnOrderAndItsEnd() throws Exception {
    RecordingListener one = new RecordingListener();
    RecordingListener two = new RecordingListener();
    TradeStream first = listen("word", one);
    listen("word", two);
    one.awaits("everything");
    two.awaits("everything");
    assertThat(first.isConnected()).isTrue();

    String id = buy("mine", "500");
    send("DELETE", "/v2/orders/" + id, "");

    for (RecordingListener listener : List.of(one, two)) {
      assertThat(listener.next()).isEqualTo("BTCUSD mine new");
      assertThat(listener.next()).isEqualTo("BTCUSD mine pending_cancel");
      assertThat(listener.next()).isEqualTo("BTCUSD mine canceled");
    }
    buy("taken", "1200");
    assertThat(one.next()).isEqualTo("BTCUSD taken new");
    assertThat(one.next()).isIn("BTCUSD taken fill", "BTCUSD taken partial_fill");
    first.close();
    assertThat(first.isConnected()).isFalse();
  }

  @Test
  void anExchangeThatComesBackIsFoundAndEverythingMayHaveChanged() throws Exception {
    RecordingListener listener = new RecordingListener();
    TradeStream stream = listen("word", listener);
    listener.awaits("everything");
    int port = exchange.address().getPort();

    get(exchange.unbind());
    assertThat(listener.next()).startsWith("warned trade updates: no connection to ws://127.0.0.1");
    assertThat(stream.isConnected()).isFalse();
    open(port);

    assertThat(listener.next()).isEqualTo("everything"); // and no second line about the same outage
    assertThat(stream.isConnected()).isTrue();
    buy("after", "500");
    assertThat(listener.next()).isEqualTo("BTCUSD after new");
  }

  @Test
  void wrongKeysAreRefusedAndReceiveNoUpdate() throws Exception {
    RecordingListener right = new RecordingListener();
    RecordingListener wrong = new RecordingListener();
    TradeStream refused = listen("guess", wrong);
    listen("word", right);
    right.awaits("everything");

    assertThat(wrong.next())
        .isEqualTo(
            "warned trade updates: the broker refuses the keys (unauthorized);"
                + " polling goes on without");
    buy("secret", "500");
    assertThat(right.next()).isEqualTo("BTCUSD secret new");
    assertThat(refused.isConnected()).isFalse();
    assertThat(wrong.received).isEmpty();
  }

  @Test
  void faultsStrikeTheOpeningAndLeaveAnOpenStreamAlone() throws Exception {
    exchange.injectFaults(
        FaultPlan.of(
            1, FaultRule.of(new Fault.Error(401, 0, "", null, false)).withPath("/stream")));
    RecordingListener listener = new RecordingListener();
    listen("word", listener);
    assertThat(listener.next())
        .isEqualTo(
            "warned trade updates: the broker refuses the keys (HTTP status 401);"
                + " polling goes on without");

    exchange.injectFaults(FaultPlan.of(1, FaultRule.of(new Fault.Close()).withPath("/stream")));
    assertThat(listener.next()).startsWith("warned trade updates: no connection");
    exchange.injectFaults(
        FaultPlan.of(1, FaultRule.of(new Fault.EmptyList()).withEvery(1).withPath("/stream")));
    listener.awaits("everything");
    exchange.injectFaults(FaultPlan.of(1, FaultRule.of(new Fault.Malformed()).withMethod("GET")));
    RecordingListener other = new RecordingListener();
    listen("word", other);
    other.awaits("everything");
    buy("mine", "500");

    assertThat(listener.next()).isEqualTo("BTCUSD mine new");
    assertThat(other.next()).isEqualTo("BTCUSD mine new");
  }

  @Test
  void theStreamOpensUnderThePathOfAlpacasPythonSdkToo() throws Exception {
    URI address = URI.create(exchange.address().toString().replace("http:", "ws:") + "/stream/");
    CompletableFuture<String> end = new CompletableFuture<>();

    WebSocket socket = get(CLIENT.newWebSocketBuilder().buildAsync(address, new Sleeper(end)));

    assertThat(socket.isOutputClosed()).isFalse();
    socket.abort();
  }

  @Test
  void aConnectionThatDoesNotReadIsEndedWhileAnotherGoesOn() throws Exception {
    TradeUpdates updates = new TradeUpdates(KIT.system(), new PaperKeys("id", "word")::match, 64);
    ServerBinding bound =
        get(
            Http.get(KIT.system())
                .newServerAt("127.0.0.1", 0)
                .bindSync(request -> updates.open(request).orElseThrow()));
    URI address = URI.create("ws://127.0.0.1:" + bound.localAddress().getPort() + "/stream");
    Transaction.Step step = placed();
    CompletableFuture<String> end = new CompletableFuture<>();
    WebSocket sleeper = get(CLIENT.newWebSocketBuilder().buildAsync(address, new Sleeper(end)));
    get(sleeper.sendText("{\"action\":\"auth\",\"key\":\"id\",\"secret\":\"word\"}", true));
    get(
        sleeper.sendText(
            "{\"action\":\"listen\",\"data\":{\"streams\":[\"trade_updates\"]}}", true));
    KIT.createTestProbe().awaitAssert(() -> assertListeners(updates, 1));

    for (int i = 0; i < 200_000 && updates.listeners() > 0; i++) {
      updates.publish(step);
    }
    assertThat(updates.listeners()).isZero();

    RecordingListener listener = new RecordingListener();
    opened.add(
        stream(
            URI.create(address.toString().replace("ws:", "http:").replace("/stream", "")),
            "word",
            listener));
    listener.awaits("everything");
    updates.publish(step);
    assertThat(listener.next()).endsWith(" new");
    sleeper.request(Long.MAX_VALUE);
    assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("end");
    get(bound.terminate(Duration.ofSeconds(1)));
  }

  /** Requests no frame before the test does. */
  private record Sleeper(CompletableFuture<String> end) implements WebSocket.Listener {
    @Override
    public void onOpen(WebSocket socket) {
      // no request: nothing is read
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      end.complete("end");
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      end.complete("end");
    }
  }

  private static Void assertListeners(TradeUpdates updates, int count) {
    assertThat(updates.listeners()).isEqualTo(count);
    return null;
  }

  private static Transaction.Step placed() {
    EngineHarness harness = new EngineHarness(Tapes.plain(), Tapes.seconds("100 100"));
    harness.at(0).buy("1", "20");
    return harness.steps().stream()
        .filter(step -> step.event() instanceof ExchangeEvent.OrderAccepted)
        .findFirst()
        .orElseThrow();
  }

  private void open(int port) throws Exception {
    exchange =
        get(
            PaperExchange.start(
                KIT.system(), KIT::spawn, settings, TAPE, directory, false, "127.0.0.1", port));
    get(exchange.play());
  }

  /** Places an order and returns its id. */
  private String buy(String clientOrderId, String price) throws Exception {
    OrderRequest order =
        new OrderRequest(
            Tapes.BTC,
            Side.BUY,
            Quantity.parse("0.1"),
            Price.parse(price),
            TimeInForce.GTC,
            clientOrderId);
    String answer = send("POST", "/v2/orders", JsonText.write(AlpacaWriter.orderRequest(order)));
    return JsonText.parse(answer).path("id").asText();
  }

  private String send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(exchange.address() + path))
            .header("APCA-API-KEY-ID", "id")
            .header("APCA-API-SECRET-KEY", "word")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(30))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private TradeStream listen(String secret, RecordingListener listener) {
    TradeStream stream = stream(exchange.address(), secret, listener);
    opened.add(stream);
    return stream;
  }

  private static TradeStream stream(URI address, String secret, RecordingListener listener) {
    return TradeStream.open(
        CLIENT, address, new ApiKeys("id", secret), PACE, PaperStreamTest::later, listener);
  }

  private static void later(Duration pause, Runnable task) {
    KIT.system().scheduler().scheduleOnce(pause, task, KIT.system().executionContext());
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}

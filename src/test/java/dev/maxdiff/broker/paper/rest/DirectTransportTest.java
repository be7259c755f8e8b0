package dev.maxdiff.broker.paper.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.RateBudget.Purpose;
import dev.maxdiff.broker.alpaca.rest.HttpTransport;
import dev.maxdiff.broker.alpaca.rest.HttpTransport.Response;
import dev.maxdiff.broker.alpaca.rest.SocketTransport;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.broker.paper.ExchangeKit;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.faults.Fault;
import dev.maxdiff.broker.paper.faults.FaultPlan;
import dev.maxdiff.broker.paper.faults.FaultRule;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The in-process transport behaves like a socket, faults included. */
@Timeout(120)
class DirectTransportTest {

  private static final ActorTestKit KIT = ExchangeKit.inMemory();
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String ORDER =
      """
      {"symbol":"BTC/USD","qty":"1","side":"buy","type":"limit","time_in_force":"gtc",\
      "limit_price":"500","client_order_id":"%s"}""";

  private final AtomicLong nanos = new AtomicLong();
  private final RateBudget budget = new RateBudget(0, nanos::get);
  @TempDir Path directory;
  private PaperExchange exchange;
  private HttpTransport transport;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void start() throws Exception {
    exchange = get(ExchangeKit.start(KIT, directory));
    transport = exchange.transport(LONG, budget);
  }

  @AfterEach
  void end() throws Exception {
    exchange.injectFaults(FaultPlan.none());
    get(exchange.unbind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/clock",
        "/v2/account",
        "/v2/positions",
        "/v2/orders?status=open&symbols=BTC%2FUSD",
        "/v2/orders/none",
        "/v2/nothing",
        "/v1beta3/crypto/us/latest/quotes?symbols=BTC%2FUSD"
      })
  void answersAsOverASocket(String path) throws IOException {
    ApiKeys keys = new ApiKeys(exchange.apiKey(), exchange.apiSecret());
    try (HttpTransport socket = new SocketTransport(exchange.address(), keys, LONG, LONG)) {
      assertThat(transport.send("GET", path, null)).isEqualTo(socket.send("GET", path, null));
    }
  }

  @Test
  void anOrderIsPlacedReplacedAndCancelledAndTheBudgetCountsAll() throws Exception {
    get(exchange.play());
    String replaced = place("first");
    String cancelled = place("second");

    assertThat(transport.send("PATCH", replaced, "{\"limit_price\":\"501\"}").status())
        .isEqualTo(200);
    assertThat(transport.send("DELETE", cancelled, null)).isEqualTo(new Response(204, ""));
    assertThat(budget.lastMinute()).isEqualTo(4);
  }

  /** Returns the path of the order. */
  private String place(String clientOrderId) throws IOException {
    Response placed = transport.send("POST", "/v2/orders", ORDER.formatted(clientOrderId));
    assertThat(placed.status()).as(placed.body()).isEqualTo(200);
    return "/v2/orders/" + placed.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
  }

  @Test
  void whatHasNoAnswerMayHaveBeenDoneAndIsNoFailedConnection() throws Exception {
    get(exchange.play());
    misbehave(new Fault.DropAnswer());
    assertNoAnswer("POST", ORDER.formatted("dropped"));
    misbehave(new Fault.Cut());
    assertNoAnswer("POST", ORDER.formatted("cut"));
    misbehave(new Fault.Close());
    assertNoAnswer("POST", ORDER.formatted("closed"));
    exchange.injectFaults(FaultPlan.none());

    assertThat(statusOf("dropped")).isEqualTo(200);
    assertThat(statusOf("cut")).isEqualTo(200);
    assertThat(statusOf("closed")).isEqualTo(404);
  }

  private void assertNoAnswer(String method, String body) {
    assertThatThrownBy(() -> transport.send(method, "/v2/orders", body))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ConnectException.class)
        .hasMessageStartingWith("no answer from the exchange");
  }

  private int statusOf(String clientOrderId) throws IOException {
    String path = "/v2/orders:by_client_order_id?client_order_id=" + clientOrderId;
    return transport.send("GET", path, null).status();
  }

  @Test
  void aNumberThatNoStandardKnowsIsAnswered() throws IOException {
    misbehave(new Fault.Error(520, 0, "", null, false));

    ApiKeys keys = new ApiKeys(exchange.apiKey(), exchange.apiSecret());
    try (HttpTransport socket = new SocketTransport(exchange.address(), keys, LONG, LONG)) {
      assertThat(transport.send("GET", "/v2/clock", null).status()).isEqualTo(520);
      assertThat(socket.send("GET", "/v2/clock", null).status()).isEqualTo(520);
    }
  }

  /** An unchecked exception would end the caller, and a polling loop for good. */
  @Test
  void whatIsThrownByTheWayIsAnAnswerThatFails() {
    assertThatThrownBy(() -> transport.send("GET", "/v2/clock?%ZZ", null))
        .isInstanceOf(IOException.class);
  }

  @Test
  void oneTooManyEndsTheReadsForAsLongAsItSays() throws IOException {
    misbehave(new Fault.Error(429, 0, "", Duration.ofSeconds(30), false));
    assertThat(transport.send("GET", "/v2/clock", null).status()).isEqualTo(429);

    nanos.addAndGet(Duration.ofSeconds(29).toNanos());
    assertThat(budget.allows(Purpose.READ)).isFalse();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(budget.allows(Purpose.READ)).isTrue();
  }

  @Test
  void anAnswerThatComesTooLateIsATimeOut() {
    misbehave(new Fault.Delay(Duration.ofSeconds(50)));
    HttpTransport hasty = exchange.transport(Duration.ofMillis(50), budget);

    assertThatThrownBy(() -> hasty.send("GET", "/v2/clock", null))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void whenItIsClosedCallsUnderWayEndAndFurtherOnesNeverLeave() throws Exception {
    misbehave(new Fault.Delay(Duration.ofSeconds(50)));
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                transport.send("GET", "/v2/clock", null);
                failure.complete(null);
              } catch (IOException | RuntimeException e) {
                failure.complete(e);
              }
            });
    caller.start();
    long giveUp = System.nanoTime() + LONG.toNanos();
    while (caller.getState() != Thread.State.WAITING && !failure.isDone()) {
      assertThat(System.nanoTime()).as("the caller never waits").isLessThan(giveUp);
      Thread.onSpinWait();
    }
    transport.close();

    assertThat(get(failure)).isInstanceOf(IOException.class).hasMessageEndingWith("it has ended");
    assertThatThrownBy(() -> transport.send("GET", "/v2/clock", null))
        .isInstanceOf(ConnectException.class);
  }

  private void misbehave(Fault fault) {
    exchange.injectFaults(FaultPlan.of(1, FaultRule.of(fault)));
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}

package dev.maxdiff.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.control.AcceptLedgerRequest;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.FakeWatcherService;
import dev.maxdiff.control.Metric;
import dev.maxdiff.control.ResumeRequest;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.UnavailableException;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.events.HistoryQuery;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes and client against each other on an ephemeral port, and raw requests against both. */
class ControlRoutesTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final HttpSettings ANY_PORT = new HttpSettings(0, TIMEOUT, TIMEOUT);
  private static final String TOKEN = "s3cret-token";
  private static final String OPERATOR_TOKEN = "s3cret-operator";
  private static final AccessTokens TOKENS = new AccessTokens(TOKEN, OPERATOR_TOKEN);
  private static final ResumeRequest RESUME =
      new ResumeRequest(Symbol.parse("BTCUSD"), null, null, true, WishRequest.Source.OPERATOR);

  private final FakeWatcherService watchers = new FakeWatcherService();
  private final AtomicInteger shutdowns = new AtomicInteger();
  private final Path owned = Path.of("/state/ä b/embedded");
  private HttpServer server;
  private RuntimeClient client;

  @BeforeEach
  void bind() {
    server = get(HttpServer.bind(KIT.system(), ANY_PORT, routes()));
    client = new RuntimeClient(server.address(), TOKENS, null, TIMEOUT);
  }

  @AfterEach
  void unbind() {
    get(server.unbind(Duration.ofMillis(100)));
  }

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  private akka.http.javadsl.server.Route routes() {
    return new ControlRoutes(
            watchers,
            this::metrics,
            new HostedRuntime(owned::equals, shutdowns::incrementAndGet),
            TOKENS)
        .route();
  }

  private CompletionStage<List<Metric>> metrics() {
    return CompletableFuture.completedFuture(
        List.of(
            new Metric(
                "maxdiff_uncovered_seconds_total",
                Metric.Type.COUNTER,
                "Time without an order.",
                List.of(new Metric.Sample(Map.of("symbol", "BTCUSD"), 12.5)))));
  }

  @Test
  void metricsAreTextForPrometheusAndNeedTheToken() {
    assertThat(raw("GET", "/metrics", null, null)).startsWith("HTTP/1.1 401");
    assertThat(raw("GET", "/metrics", TOKEN, null))
        .startsWith("HTTP/1.1 200")
        .contains("Content-Type: text/plain; version=0.0.4; charset=UTF-8")
        .contains("maxdiff_uncovered_seconds_total{symbol=\"BTCUSD\"} 12.5");
    assertThat(raw("DELETE", "/metrics", TOKEN, null)).startsWith("HTTP/1.1 405");
  }

  @Test
  void everyPartOfAWishArrives() {
    WishRequest full =
        new WishRequest(
            Slot.ENTRY,
            Symbol.parse("BTCUSD"),
            Side.BUY,
            new Strategy("maxdiff"),
            Price.parse("104800.123456789"),
            Quantity.parse("0.5"),
            new BigDecimal("0.0066"),
            Duration.ofMinutes(90),
            Instant.parse("2013-11-26T00:00:00.5Z"),
            Duration.ofMillis(250),
            true,
            true,
            true,
            3,
            WishRequest.Source.LOOP);
    WishRequest sparse =
        new WishRequest(
            Slot.EXIT,
            Symbol.parse("BRK.B"),
            Side.SELL,
            null,
            Price.parse("0.00001"),
            null,
            null,
            null,
            null,
            null,
            false,
            false,
            false,
            null,
            WishRequest.Source.OPERATOR);

    WishAnswer answer = get(client.want(full));
    get(client.want(sparse));

    assertThat(watchers.asked).containsExactly(full, sparse);
    assertThat(answer).isEqualTo(watchers.wishAnswer);
  }

  @Test
  void aDeniedWishIsAnAnswerNotAFailure() {
    watchers.wishAnswer =
        new WishAnswer(
            WishAnswer.Outcome.DENIED, FakeWatcherService.KEY, Slot.EXIT, 7, "in crash_loop");

    assertThat(get(client.want(wish()))).isEqualTo(watchers.wishAnswer);
    assertThat(raw("POST", "/v1/wishes", TOKEN, new JsonViews().write(wish())))
        .startsWith("HTTP/1.1 409");
  }

  @Test
  void stopKillAllProveAndHistoryMakeTheRoundTrip() {
    StopRequest stop = new StopRequest(Symbol.parse("BTCUSD"), Side.BUY, null, Slot.EXIT, true);
    Set<Symbol> symbols = Set.of(Symbol.parse("BTCUSD"), Symbol.parse("AAPL"));
    Set<Slot> slots = Set.of(Slot.EXIT);

    assertThat(get(client.stop(stop))).isEqualTo(watchers.stopAnswers);
    assertThat(get(client.killAll(true))).isEqualTo(watchers.stopAnswers);
    assertThat(get(client.prove())).isEqualTo(watchers.consistency);
    assertThat(get(client.history(symbols, slots, FakeWatcherService.AT)))
        .isEqualTo(watchers.events);
    assertThat(get(client.health()).pid()).isEqualTo(ProcessHandle.current().pid());

    assertThat(watchers.asked)
        .containsExactly(
            stop,
            "kill-all true",
            "prove",
            new HistoryQuery(symbols, slots, FakeWatcherService.AT));
  }

  @Test
  void theTokenTellsWhoAsksWhateverTheSourceSays() {
    WishRequest operators = wish().from(WishRequest.Source.OPERATOR);
    StopRequest stop = new StopRequest(null, null, null, null, false, WishRequest.Source.OPERATOR);
    RuntimeClient program =
        new RuntimeClient(server.address(), new AccessTokens(TOKEN, TOKEN), null, TIMEOUT);

    get(program.want(operators));
    get(program.stop(stop));
    get(program.resume(RESUME));
    get(client.want(operators));
    get(client.stop(stop));
    get(client.resume(RESUME));

    WishRequest.Source loop = WishRequest.Source.LOOP;
    assertThat(watchers.asked)
        .containsExactly(
            operators.from(loop), stop.from(loop), RESUME.from(loop), operators, stop, RESUME);
  }

  @Test
  void aCommandOfACopiedDirectoryIsRefused() {
    RuntimeClient original = new RuntimeClient(server.address(), TOKENS, owned, TIMEOUT);
    RuntimeClient copy = new RuntimeClient(server.address(), TOKENS, Path.of("/copy"), TIMEOUT);

    assertThat(get(original.killAll(false))).isEqualTo(watchers.stopAnswers);
    assertThatThrownBy(() -> get(copy.killAll(false)))
        .isInstanceOf(NoRuntimeException.class)
        .hasMessageContaining("of which this is a copy");
    assertThatThrownBy(() -> get(copy.pause(PauseScope.EVERYTHING)))
        .isInstanceOf(NoRuntimeException.class);

    assertThat(watchers.asked).containsExactly("kill-all false");
  }

  @Test
  void shutdownIsAnsweredBeforeItBegins() {
    assertThat(get(client.shutdown()).pid()).isEqualTo(ProcessHandle.current().pid());
    KIT.createTestProbe()
        .awaitAssert(
            () -> {
              assertThat(shutdowns).hasValue(1);
              return null;
            });
  }

  @Test
  void pauseResumeAndTheGuardMakeTheRoundTrip() {
    PauseScope scope = new PauseScope(Symbol.parse("BTCUSD"), Side.BUY, null);
    CancelDuplicatesRequest guard = new CancelDuplicatesRequest(true, false);

    assertThat(get(client.pause(scope))).isEqualTo(watchers.actionLines);
    assertThat(get(client.resume(RESUME))).isEqualTo(watchers.actionLines);
    assertThat(get(client.cancelDuplicates(guard))).isEqualTo(watchers.actionLines);

    assertThat(watchers.asked).containsExactly(scope, RESUME, guard);
  }

  @Test
  void anAcceptedLedgerMakesTheRoundTrip() {
    WatcherKey key = WatcherKey.parse("BTCUSD|buy|maxdiff");
    AcceptLedgerRequest request = new AcceptLedgerRequest(key.symbol(), key, true);

    assertThat(get(client.acceptLedger(request))).isEqualTo(watchers.actionLines);

    assertThat(watchers.asked).containsExactly(request);
  }

  @Test
  void statusMakesTheRoundTripWithAndWithoutABroker() {
    assertThat(get(client.status())).isEqualTo(watchers.status);
    watchers.status = FakeWatcherService.status("connection refused");
    assertThat(get(client.status())).isEqualTo(watchers.status);
    assertThat(watchers.asked).hasSize(2);
  }

  @Test
  void numbersAreWrittenAsPlainText() {
    assertThat(raw("GET", "/v1/status", TOKEN, null))
        .contains("\"quantity\":\"0.75\"", "\"BTCUSD|buy|maxdiff\":\"0.5\"")
        .contains("\"at\":\"2013-11-25T15:00:00.123456Z\"", "\"brokerError\":null");
  }

  @Test
  void aRefusalKeepsItsFieldAndMessage() {
    watchers.failure = new InvalidValueException("takeprofit-price", "1", "more");

    assertThatThrownBy(() -> get(client.want(wish())))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("takeprofit-price: 1 (expected: more)")
        .extracting(failure -> ((InvalidValueException) failure).field())
        .isEqualTo("takeprofit-price");
  }

  @Test
  void aFullRuntimeAnswers503() {
    watchers.failure = new UnavailableException("500 wishes are being written");

    assertThatThrownBy(() -> get(client.want(wish())))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("500 wishes are being written");
    assertThat(raw("GET", "/v1/status", TOKEN, null)).startsWith("HTTP/1.1 503");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/status", "/v1/prove", "/v1/history", "/v1/health", "/v1/nowhere"})
  void readsNeedTheTokenToo(String path) {
    assertThat(raw("GET", path, null, null)).startsWith("HTTP/1.1 401");
    assertThat(raw("GET", path, "s3cret-tokem", null)).startsWith("HTTP/1.1 401");
    assertThat(watchers.asked).isEmpty();
  }

  @Test
  void aWebPageIsRefusedEvenWithTheToken() {
    assertThat(rawWith("GET", "/v1/status", "Origin: http://evil.example", "127.0.0.1"))
        .startsWith("HTTP/1.1 403");
    assertThat(rawWith("GET", "/v1/status", "X-Nothing: 1", "evil.example"))
        .startsWith("HTTP/1.1 403");
    assertThat(rawWith("GET", "/v1/status", "X-Nothing: 1", "localhost.evil.example:80"))
        .startsWith("HTTP/1.1 403");
    assertThat(watchers.asked).isEmpty();

    assertThat(rawWith("GET", "/v1/status", "X-Nothing: 1", "localhost:8080"))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"slot\":\"exit\",\"symbol\":\"BTCUSD\",\"side\":\"long\",\"price\":\"1\"}; side",
        "{\"slot\":\"exit\",\"symbol\":\"../x\",\"side\":\"buy\",\"price\":\"1\"}; symbol",
        "{\"slot\":\"exit\",\"symbol\":\"BTCUSD\",\"side\":\"buy\",\"price\":\"NaN\"}; price",
        "{\"slot\":\"exit\",\"symbol\":\"BTCUSD\",\"side\":\"buy\",\"price\":1e400}; price",
        "{\"slot\":\"exit\",\"symbol\":\"BTCUSD\",\"side\":\"buy\",\"price\":-1}; price",
        "{\"slot\":\"exit\",\"symbol\":\"BTCUSD\",\"side\":\"buy\"}; price",
        "{\"slot\":\"exit\",\"strategy\":\"A B\"}; strategy",
        "{\"slot\":\"exit\",\"poll\":\"often\"}; poll",
        "{\"slot\":\"exit\",\"expiresAt\":\"tomorrow\"}; expiresAt",
        "{\"slot\":\"exit\",\"tolerance\":\"NaN\"}; tolerance",
        "{\"symbol\":\"BTCUSD\",\"leverage\":\"5\"}; leverage",
        "{\"slot\":\"sideways\"}; slot",
        "{\"slot\":; body",
        "[]; body",
        "null; body",
        "''; body",
      })
  void p11BadBodiesAre400AndNameTheField(String body, String field) {
    String answer =
        raw(
            "POST",
            field.equals("leverage") ? "/v1/stop" : "/v1/wishes",
            TOKEN,
            body == null ? "" : body);

    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"field\":\"" + field + "\"");
    assertThat(answer).contains("(expected: ");
    assertThat(watchers.asked).isEmpty();
  }

  @Test
  void unknownPathsAndMethodsHaveJsonAnswers() {
    assertThat(raw("GET", "/v1/nowhere", TOKEN, null))
        .startsWith("HTTP/1.1 404")
        .contains("{\"error\":");
    assertThat(raw("GET", "/v1/wishes", TOKEN, null)).startsWith("HTTP/1.1 405");
    assertThat(raw("GET", "/v1/history?since=yesterday", TOKEN, null))
        .startsWith("HTTP/1.1 400")
        .contains("\"field\":\"since\"");
  }

  @Test
  void anUnexpectedFailureIsOneLine() {
    watchers.failure = new IllegalStateException("journal is gone");

    assertThatThrownBy(() -> get(client.status()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("failed: journal is gone");
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      HttpSettings same = new HttpSettings(taken.getLocalPort(), TIMEOUT, TIMEOUT);

      assertThatThrownBy(() -> get(HttpServer.bind(KIT.system(), same, routes())))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageStartingWith("port: " + taken.getLocalPort() + " (expected: a free port");
    }
  }

  @Test
  void noListenerMeansNoRuntime() throws IOException {
    URI unused;
    try (ServerSocket closed = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      unused = URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
    assertThatThrownBy(() -> get(new RuntimeClient(unused, TOKENS, null, TIMEOUT).status()))
        .isInstanceOf(NoRuntimeException.class);
  }

  @Test
  void aRuntimeThatGivesNoAnswerIsHung() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      RuntimeClient impatient = new RuntimeClient(address, TOKENS, null, Duration.ofMillis(100));

      assertThatThrownBy(() -> get(impatient.status())).isInstanceOf(RuntimeHungException.class);
    }
  }

  @Test
  void defaultsAreThoseOfReferenceConf() {
    assertThat(HttpSettings.from(ConfigFactory.defaultReference()))
        .isEqualTo(new HttpSettings(0, Duration.ofSeconds(60), Duration.ofSeconds(60)));
  }

  private static WishRequest wish() {
    return new JsonViews()
        .read(
            "{\"slot\":\"exit\",\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"price\":105000.5,"
                + "\"source\":\"OPERATOR\"}",
            WishRequest.class);
  }

  private String raw(String method, String path, String token, String body) {
    String authorization = token == null ? "X-None: 1" : "Authorization: Bearer " + token;
    return exchange(method, path, authorization, "127.0.0.1", body);
  }

  private String rawWith(String method, String path, String header, String host) {
    return exchange(method, path, "Authorization: Bearer " + TOKEN + "\r\n" + header, host, null);
  }

  private String exchange(String method, String path, String headers, String host, String body) {
    byte[] content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    String head =
        method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + headers;
    String entity =
        body == null
            ? ""
            : "\r\nContent-Type: application/json\r\nContent-Length: " + content.length;
    try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      socket.getOutputStream().write((head + entity + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(content);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}

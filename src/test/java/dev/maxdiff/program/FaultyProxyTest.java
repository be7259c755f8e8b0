package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy of the fault tests, against a server that echoes its requests. */
@Timeout(180)
class FaultyProxyTest {

  private final List<String> executed = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private FaultyProxy proxy;
  private HttpClient client;

  @BeforeEach
  void setUp() throws IOException {
    server = server();
    proxy = FaultyProxy.to(address(server));
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterEach
  void tearDown() {
    proxy.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void forwardsARequestAndItsAnswer() throws Exception {
    HttpResponse<String> answer = send("PATCH", "/v2/orders?status=open", "{\"qty\":\"1\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("PATCH /v2/orders?status=open {\"qty\":\"1\"}");
    assertThat(executed).containsExactly(answer.body());
  }

  @Test
  void answersManyClientsAtOnce() {
    proxy.injectFaults(request -> ProxyFault.delay(Duration.ofMillis(50)));

    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 100)
            .mapToObj(i -> client.sendAsync(request("POST", "/" + i, "x"), BodyHandlers.ofString()))
            .toList();

    answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    assertThat(executed).hasSize(100);
    assertThat(proxy.count(ProxyFault.Delay.class)).isEqualTo(100);
  }

  @Test
  void refusesWithoutForwarding() {
    proxy.injectFaults(request -> ProxyFault.refuse());

    assertThatThrownBy(() -> send("POST", "/a", "x")).isInstanceOf(IOException.class);
    assertThat(executed).isEmpty();
    assertThat(proxy.count(ProxyFault.Refuse.class)).isPositive();
  }

  @Test
  void dropsTheAnswerOfAForwardedRequest() {
    proxy.injectFaults(request -> ProxyFault.drop());

    assertThatThrownBy(() -> send("POST", "/a", "x")).isInstanceOf(IOException.class);
    assertThat(executed).containsExactly("POST /a x");
  }

  @Test
  void truncatesTheAnswerOfAForwardedRequest() {
    proxy.injectFaults(request -> ProxyFault.truncate());

    assertThatThrownBy(() -> send("POST", "/a", "x")).isInstanceOf(IOException.class);
    assertThat(executed).containsExactly("POST /a x");
  }

  @Test
  void answersWithoutForwarding() throws Exception {
    proxy.injectFaults(request -> ProxyFault.status(429, "{}", "Retry-After: 3"));

    HttpResponse<String> answer = send("GET", "/a", "");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).contains("3");
    assertThat(executed).isEmpty();
  }

  @Test
  void choosesTheFaultOfEachRequest() throws Exception {
    proxy.injectFaults(
        request ->
            request.method().equals("GET") ? ProxyFault.none() : ProxyFault.status(503, "down"));

    assertThat(send("GET", "/a", "").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", "/a", "").statusCode()).isEqualTo(503);
    assertThat(proxy.toString()).isEqualTo("{None=1, Status=1}");
  }

  @Test
  void isReachableAgainAtTheSameAddress() throws Exception {
    send("GET", "/a", "");

    proxy.unreachable(true);
    assertThatThrownBy(() -> send("GET", "/b", "")).isInstanceOf(ConnectException.class);
    proxy.unreachable(false);

    assertThat(send("GET", "/c", "").statusCode()).isEqualTo(200);
    assertThat(executed).containsExactly("GET /a ", "GET /c ");
  }

  @Test
  void followsTheServerToAnotherPort() throws Exception {
    send("GET", "/a", "");
    server.stop(0);
    HttpServer other = server();
    try {
      proxy.upstream(address(other));

      assertThat(send("GET", "/b", "").statusCode()).isEqualTo(200);
    } finally {
      other.stop(0);
    }
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return client.send(request(method, path, body), BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(proxy.address().resolve(path))
        .method(method, BodyPublishers.ofString(body))
        .build();
  }

  private HttpServer server() throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    made.setExecutor(threads);
    made.createContext("/", this::echo);
    made.start();
    return made;
  }

  private void echo(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String echo = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body;
    executed.add(echo);
    byte[] answer = echo.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}

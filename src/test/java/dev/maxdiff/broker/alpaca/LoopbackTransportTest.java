package dev.maxdiff.broker.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.RateBudget.Purpose;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopbackTransportTest {

  private static final int AT_ONCE = 4;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Integer> clientPorts = new CopyOnWriteArrayList<>();
  private final CyclicBarrier together = new CyclicBarrier(AT_ONCE);
  private final AtomicLong nanos = new AtomicLong();
  private final RateBudget budget = new RateBudget(0, nanos::get);
  private HttpServer server;
  private LoopbackTransport transport;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    Duration patience = Duration.ofSeconds(30);
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    transport =
        new LoopbackTransport(address, new ApiKeys("key", "secret"), patience, patience, budget);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      clientPorts.add(exchange.getRemoteAddress().getPort());
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/together")) {
        together.await(30, TimeUnit.SECONDS);
      }
      exchange.getResponseHeaders().add("Retry-After", "30");
      byte[] body = path.getBytes();
      exchange.sendResponseHeaders(path.equals("/too-many") ? 429 : 200, body.length);
      exchange.getResponseBody().write(body);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @AfterEach
  void stop() {
    transport.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void oneCallAfterTheOtherIsOneConnection() throws IOException {
    for (int i = 0; i < 5; i++) {
      assertThat(transport.send("GET", "/alone", null).body()).isEqualTo("/alone");
    }

    assertThat(clientPorts).hasSize(5);
    assertThat(clientPorts.stream().distinct()).hasSize(1);
  }

  @Test
  void callsAtOnceDoNotWaitForOneAnotherAndTheirConnectionsAreUsedAgain() throws Exception {
    for (int round = 0; round < 2; round++) {
      List<Future<HttpTransport.Answer>> calls = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        calls.add(threads.submit(() -> transport.send("GET", "/together", null)));
      }
      for (Future<HttpTransport.Answer> call : calls) {
        assertThat(call.get().body()).isEqualTo("/together");
      }
    }

    assertThat(clientPorts).hasSize(2 * AT_ONCE);
    assertThat(clientPorts.stream().distinct()).hasSize(AT_ONCE);
  }

  @Test
  void theBudgetHearsOfEachRequestAndOfOneTooMany() throws IOException {
    transport.send("GET", "/alone", null);
    assertThat(budget.lastMinute()).isEqualTo(1);
    assertThat(budget.allows(Purpose.READ)).isTrue();

    assertThat(transport.send("GET", "/too-many", null).status()).isEqualTo(429);

    assertThat(budget.lastMinute()).isEqualTo(2);
    nanos.addAndGet(Duration.ofSeconds(29).toNanos());
    assertThat(budget.allows(Purpose.READ)).isFalse();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(budget.allows(Purpose.READ)).isTrue();
  }
}

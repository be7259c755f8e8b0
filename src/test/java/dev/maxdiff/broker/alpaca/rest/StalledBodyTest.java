package dev.maxdiff.broker.alpaca.rest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that is lost inside the body of an answer: the server sends no further byte. */
@Timeout(60)
class StalledBodyTest {

  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private ServerSocket server;
  private JdkHttpTransport transport;

  @BeforeEach
  void serve() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::answerHalf, "half-answers");
    thread.setDaemon(true);
    thread.start();
    transport =
        new JdkHttpTransport(
            JdkHttpTransport.client(Duration.ofSeconds(20)),
            URI.create("http://127.0.0.1:" + server.getLocalPort()),
            new ApiKeys("key", "secret"),
            Duration.ofMillis(300),
            RateBudget.unlimited());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void answerHalf() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        OutputStream out = connection.getOutputStream();
        out.write(
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[".getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      // the test has closed the server
    }
  }

  @Test
  void anAnswerThatStopsInItsBodyIsNotWaitedForWithoutEnd() {
    assertThatThrownBy(() -> transport.send("GET", "/v2/orders", null))
        .isInstanceOf(HttpTimeoutException.class);
    assertThatThrownBy(
            () ->
                transport
                    .sendAsync("GET", "/v2/orders", null)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(HttpTimeoutException.class);
  }
}

package dev.maxdiff.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The timeouts of a connection. */
@Timeout(60)
class HttpServerTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Duration TIMEOUT = Duration.ofSeconds(50);
  private static final Duration MOMENT = Duration.ofMillis(100);

  /** Long enough for every request here to arrive, even on a busy machine. */
  private static final Duration LONG = Duration.ofSeconds(2);

  private final CompletableFuture<String> late = new CompletableFuture<>();
  private HttpServer server;

  private void bind(Duration requestTimeout, Duration idleTimeout) {
    Route routes =
        Directives.concat(
            Directives.path("at-once", () -> Directives.complete("now")),
            Directives.path(
                "late", () -> Directives.onSuccess(late, text -> Directives.complete(text))),
            Directives.path(
                "echo",
                () -> Directives.entity(Unmarshaller.entityToString(), Directives::complete)));
    server =
        HttpServer.bind(KIT.system(), new HttpSettings(0, requestTimeout, idleTimeout), routes)
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void unbind() {
    if (server != null) {
      server.unbind(Duration.ofMillis(100)).toCompletableFuture().join();
    }
  }

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void aConnectionWithoutARequestIsClosed() throws IOException {
    bind(TIMEOUT, MOMENT);

    assertThat(answers("")).isEmpty();
  }

  @Test
  void aRequestWithoutAnEndIsClosed() throws IOException {
    bind(MOMENT, MOMENT);

    assertThat(answers("GET /at-once HTTP/1.1\r\nHost: local")).doesNotContain("200 OK");
    assertThat(answers("POST /echo HTTP/1.1\r\nHost: local\r\nContent-Length: 9\r\n\r\nhalf"))
        .doesNotContain("200 OK");
  }

  @Test
  void aConnectionIsClosedAfterItsLastRequest() throws IOException {
    bind(TIMEOUT, LONG);

    assertThat(answers(get("at-once") + get("at-once") + get("at-once")))
        .containsPattern("(?s)(200 OK.*){3}");
  }

  @Test
  void aSlowAnswerIsNotIdleTime() throws IOException {
    bind(TIMEOUT, LONG);
    try (Socket waiting = connect(get("late"))) {
      assertThat(answers("")).isEmpty();
      assertThat(answers("")).isEmpty();

      late.complete("at last");

      assertThat(allOf(waiting)).contains("200 OK").endsWith("at last");
    }
  }

  @Test
  void anAnswerAfterTheTimeoutIsReplacedBy503() throws IOException {
    bind(LONG.plus(MOMENT), LONG);

    assertThat(answers(get("late"))).startsWith("HTTP/1.1 503");
  }

  @Test
  void aClientThatClosesItsOutputStillGetsTheAnswer() throws IOException {
    bind(TIMEOUT, LONG);
    try (Socket waiting = connect(get("late"))) {
      waiting.shutdownOutput();
      assertThat(answers("")).isEmpty();

      late.complete("at last");

      assertThat(allOf(waiting)).contains("200 OK").endsWith("at last");
    }
  }

  @Test
  void aZeroTimeoutIsRefused() {
    assertThatThrownBy(() -> new HttpSettings(0, TIMEOUT, Duration.ZERO))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("maxdiff.http.idle-timeout: PT0S (expected: > 0)");
  }

  private static String get(String path) {
    return "GET /" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private String answers(String sent) throws IOException {
    try (Socket socket = connect(sent)) {
      return allOf(socket);
    }
  }

  private Socket connect(String sent) throws IOException {
    Socket socket = new Socket(server.address().getHost(), server.address().getPort());
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Until the server closes the connection. */
  private static String allOf(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}

package dev.maxdiff.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A proxy of an exchange that changes the answers, for accounts and orders that the exchange itself
 * never shows. While it is down, it answers every request with 503.
 */
public final class RewritingProxy implements AutoCloseable {

  private static final List<String> KEYS = List.of("APCA-API-KEY-ID", "APCA-API-SECRET-KEY");

  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final URI upstream;
  private volatile UnaryOperator<String> rewrite = answer -> answer;
  private volatile boolean down;

  private RewritingProxy(URI upstream) {
    this.upstream = upstream;
    try {
      this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public static RewritingProxy to(URI upstream) {
    return new RewritingProxy(upstream);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Replaces in every answer from now on. */
  public void replacing(String regex, String replacement) {
    rewrite = answer -> answer.replaceAll(regex, replacement);
  }

  public void down(boolean isDown) {
    down = isDown;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      if (down) {
        answer(exchange, 503, "{\"message\": \"down\"}");
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI().toString()))
              .timeout(Duration.ofSeconds(60))
              .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(sent));
      KEYS.stream()
          .filter(exchange.getRequestHeaders()::containsKey)
          .forEach(key -> request.header(key, exchange.getRequestHeaders().getFirst(key)));
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      answer(exchange, answer.statusCode(), rewrite.apply(answer.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

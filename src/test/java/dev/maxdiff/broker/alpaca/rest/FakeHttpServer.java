package dev.maxdiff.broker.alpaca.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A loopback HTTP server with scripted responses; it records the requests. */
final class FakeHttpServer implements AutoCloseable {

  record Request(String method, String target, String body, String keyId, String secret) {}

  record Reply(int status, String body) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  FakeHttpServer(Function<Request, Reply> answers) throws IOException {
    this(0, answers);
  }

  FakeHttpServer(int port, Function<Request, Reply> answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange, Function<Request, Reply> answers) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              body,
              exchange.getRequestHeaders().getFirst("APCA-API-KEY-ID"),
              exchange.getRequestHeaders().getFirst("APCA-API-SECRET-KEY"));
      requests.add(request);
      Reply reply = answers.apply(request);
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      // 0 selects a chunked response, so that longer bodies test both forms
      long length = bytes.length == 0 ? -1 : bytes.length > 2000 ? 0 : bytes.length;
      exchange.sendResponseHeaders(reply.status(), length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

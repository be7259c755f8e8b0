package dev.maxdiff.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.alpaca.server.OrderRequestReader;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import dev.maxdiff.broker.alpaca.wire.PublishedApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves a simulated broker over HTTP, as the gateway does for one watcher. */
public final class FakeGateway implements AutoCloseable {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Immutable, and expensive to read. */
  private static final PublishedApi API = new PublishedApi();

  private static final String OUR_OWN = "/maxdiff/";

  /** Replaces the broker's short ids. */
  private static final String AN_ID = "61e69015-8549-4bfd-b9c3-01e75843f47d";

  /** Requests that differ from Alpaca's published interface. */
  public final List<String> violations = new CopyOnWriteArrayList<>();

  final SimulatedBroker broker;
  public final List<String> requests = new CopyOnWriteArrayList<>();
  public final List<JsonNode> states = new CopyOnWriteArrayList<>();
  public volatile int failWith;
  private final int port;
  private HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  public FakeGateway(SimulatedBroker broker) throws IOException {
    this.broker = broker;
    start(0);
    this.port = server.getAddress().getPort();
  }

  public String address() {
    return "http://127.0.0.1:" + port;
  }

  public String state() {
    return states.isEmpty() ? "" : states.get(states.size() - 1).path("state").asText();
  }

  public void refuseConnections() {
    server.stop(0);
  }

  public void listenAgain() throws IOException {
    start(port);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void start(int at) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      requests.add(method + " " + path);
      if (!path.startsWith(OUR_OWN)) {
        String asked = exchange.getRequestURI().toString().replaceFirst("/o\\d+$", "/" + AN_ID);
        violations.addAll(API.request(method, asked, body.isEmpty() ? null : body));
      }
      JsonNode answer = null;
      int status = 200;
      if (path.equals("/maxdiff/v1/state")) {
        states.add(JsonText.parse(body));
      } else if (failWith != 0) {
        status = failWith;
        answer = AlpacaWriter.error(status * 100_000, "as the test wants");
      } else {
        synchronized (broker) {
          answer = answer(method, path, exchange.getRequestURI().getQuery(), body);
        }
        status = answer == null ? (method.equals("DELETE") ? 204 : 404) : 200;
      }
      byte[] bytes =
          answer == null ? new byte[0] : JsonText.write(answer).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private JsonNode answer(String method, String path, String query, String body)
      throws IOException {
    broker.now = Instant.now();
    String id = path.substring(path.lastIndexOf('/') + 1);
    return switch (method + " " + path.replace("/" + id, "/*")) {
      case "GET /v2/*" -> read(path, query);
      case "POST /v2/*" ->
          AlpacaWriter.order(broker.submit(OrderRequestReader.order(JsonText.parse(body))));
      case "PATCH /v2/orders/*" ->
          AlpacaWriter.order(
              broker.replace(id, OrderRequestReader.replacement(JsonText.parse(body))));
      case "DELETE /v2/orders/*" -> {
        broker.cancel(id);
        yield null;
      }
      default -> path.startsWith("/v1beta3") ? quotes() : null;
    };
  }

  private JsonNode read(String path, String query) {
    ArrayNode list = JSON.arrayNode();
    switch (path) {
      case "/v2/clock" -> {
        return AlpacaWriter.clock(broker.clock());
      }
      case "/v2/account" -> {
        return AlpacaWriter.account(broker.account());
      }
      case "/v2/positions" ->
          broker.positions().positions().forEach(p -> list.add(AlpacaWriter.position(p)));
      default -> {
        boolean open = query.contains("status=open");
        broker
            .orders(open ? OrderQuery.open() : OrderQuery.all())
            .orders()
            .forEach(order -> list.add(AlpacaWriter.order(order)));
      }
    }
    return list;
  }

  private JsonNode quotes() {
    ObjectNode quotes = JSON.objectNode();
    broker
        .quotes(Set.of(broker.symbol))
        .forEach(
            (symbol, quote) -> quotes.set(symbol.brokerForm(), AlpacaWriter.quote(symbol, quote)));
    ObjectNode answer = JSON.objectNode();
    answer.set("quotes", quotes);
    return answer;
  }
}

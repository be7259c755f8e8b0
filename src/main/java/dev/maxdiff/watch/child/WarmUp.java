package dev.maxdiff.watch.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Runs an entry and an exit to their end against a server of its own on loopback. A class-data
 * archive of this process then contains every class that a watcher uses.
 */
final class WarmUp {

  private static final String TIME = "2026-01-05T15:00:0%d.5Z";
  private static final String ORDER =
      """
      {"id":"o%d","client_order_id":"mdx-abcdef-BTCUSD-b-maxdiff-e-1-%d","symbol":"BTC/USD",
       "side":"%s","type":"limit","time_in_force":"gtc","qty":"1","filled_qty":"0",
       "limit_price":"%s","status":"new","created_at":"2026-01-05T15:00:00.123456Z",
       "submitted_at":"2026-01-05T15:00:00.123456Z","filled_at":null}""";

  private int clocks;

  private WarmUp() {}

  static void run() throws IOException, InterruptedException {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      WarmUp warmUp = new WarmUp();
      Thread thread = new Thread(() -> warmUp.serve(server), "warm-up");
      thread.setDaemon(true);
      thread.start();
      Map<String, String> environment =
          Map.of(
              "APCA_API_BASE_URL", "http://127.0.0.1:" + server.getLocalPort(),
              "APCA_API_KEY_ID", "warm-up",
              "MAXDIFF_GENERATION", "2");
      for (String arguments :
          List.of(
              "open-position BTCUSD --side=buy --limit-price=100000 --target-qty 1.5",
              "close-position BTCUSD --side=buy --takeprofit-price=110000 --target-qty=1")) {
        String all = arguments + " --poll-seconds=0.01 --expires-at=2026-01-05T15:00:05Z";
        warmUp.clocks = 0;
        ChildArguments parsed = parsed(all, environment);
        WatcherChild.watch(parsed, environment, new PrintStream(OutputStream.nullOutputStream()));
      }
    }
  }

  private static ChildArguments parsed(String arguments, Map<String, String> environment)
      throws IOException {
    try {
      return ChildArguments.parse(List.of(arguments.split(" ")), environment);
    } catch (UsageException e) {
      throw new IOException(e);
    }
  }

  private void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream output = socket.getOutputStream();
        for (String request = reader.readLine(); request != null; request = reader.readLine()) {
          skip(reader);
          String body = answer(request);
          String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
          output.write((head + body).getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        // the client opened another connection, or the warm-up has ended
      }
    }
  }

  private static void skip(BufferedReader reader) throws IOException {
    int length = 0;
    for (String line = reader.readLine();
        line != null && !line.isEmpty();
        line = reader.readLine()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    reader.skip(length);
  }

  private String answer(String request) {
    String path = request.split(" ")[1];
    if (path.startsWith("/maxdiff/v1/view")) {
      return "{\"clock\":%s,\"orders\":%s,\"positions\":%s,\"account\":%s,\"history\":%s,%s"
          .formatted(
              answer("GET /v2/clock"),
              answer("GET /v2/orders"),
              answer("GET /v2/positions"),
              answer("GET /v2/account"),
              answer("GET /v2/orders"),
              answer("GET /v1beta3").substring(1));
    }
    if (path.equals("/v2/clock")) {
      String now = TIME.formatted(Math.min(clocks++, 9));
      return "{\"timestamp\":\""
          + now
          + "\",\"is_open\":true,\"next_open\":\""
          + now
          + "\",\"next_close\":\""
          + now
          + "\"}";
    }
    if (path.startsWith("/v2/positions")) {
      return "[{\"symbol\":\"BTCUSD\",\"side\":\"long\",\"qty\":\"0.5\","
          + "\"avg_entry_price\":\"99000\",\"current_price\":\"99999.5\"}]";
    }
    if (path.startsWith("/v1beta3")) {
      return "{\"quotes\":{\"BTC/USD\":{\"t\":\"2026-01-05T15:00:00Z\",\"bp\":99999.5,\"bs\":1,"
          + "\"ap\":100000,\"as\":2}}}";
    }
    if (path.startsWith("/v2/account")) {
      return "{\"account_number\":\"W\",\"status\":\"ACTIVE\",\"cash\":\"1000000\","
          + "\"equity\":\"1000000\",\"buying_power\":\"1000000\",\"shorting_enabled\":true}";
    }
    if (path.startsWith("/v2/assets")) {
      return "{\"symbol\":\"BTC/USD\",\"price_increment\":\"0.01\","
          + "\"min_trade_increment\":\"0.0001\",\"tradable\":true}";
    }
    return orders(request, path);
  }

  /**
   * Returns no orders at first, so that the watcher places one; then an order at a wrong price, so
   * that it replaces it.
   */
  private String orders(String request, String path) {
    if (!path.startsWith("/v2/orders")) {
      return "{}";
    }
    if (!request.startsWith("GET")) {
      return ORDER.formatted(9, 9, "buy", "100000");
    }
    return clocks < 3
        ? "[]"
        : "["
            + ORDER.formatted(1, 1, "buy", "90000")
            + ","
            + ORDER.formatted(2, 2, "sell", "120000")
            + "]";
  }
}

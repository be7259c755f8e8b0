package dev.maxdiff.chaos;

import dev.maxdiff.program.FaultyProxy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Changes a broker's answers into those of an account with a past: the lists contain orders and
 * positions of kinds that the program does not carry, and the list of positions lags behind.
 */
final class ForeignAnswers implements FaultyProxy.BodyRewrite {

  private static final long LAG = Duration.ofSeconds(3).toNanos();

  private static final String ORDERS =
      order("1", "\"AAPL\"", "market", "opg", "null", "\"new\"")
          + order("2", "null", "limit", "day", "\"mleg\"", "\"new\"")
          + order("3", "\"ETH/BTC\"", "limit", "fok", "null", "\"new\"")
          + order("4", "\"DOGE/USD\"", "trailing_stop", "gtc", "null", "\"held_for_review\"")
          + order("5", "\"AAPL251219C00200000\"", "limit", "day", "null", "\"accepted\"");

  private static final String POSITIONS =
      ",{\"symbol\":\"AAPL251219C00200000\",\"qty\":\"1\",\"side\":\"long\"}"
          + ",{\"symbol\":\"OLDNAME.1\",\"qty\":null}";

  private String positions = "[]";
  private long readAt;

  private static String order(
      String n, String symbol, String type, String force, String kind, String status) {
    String id = "00000000-0000-0000-0000-00000000000" + n;
    return ",{\"id\":\"%s\",\"client_order_id\":\"app-%s\",\"symbol\":%s,".formatted(id, n, symbol)
        + "\"type\":\"%s\",\"side\":\"buy\",\"time_in_force\":\"%s\",\"order_class\":%s,"
            .formatted(type, force, kind)
        + "\"status\":%s,\"qty\":null,\"notional\":\"50\",\"filled_qty\":\"0\",".formatted(status)
        + "\"submitted_at\":\"2026-01-05T15:00:00Z\",\"created_at\":\"2026-01-05T15:00:00Z\"}";
  }

  @Override
  public String apply(FaultyProxy.Request request, String body) {
    if (!request.method().equals("GET") || !body.startsWith("[")) {
      return body;
    } else if (request.path().startsWith("/v2/orders?")) {
      return with(body, ORDERS);
    }
    return request.path().equals("/v2/positions") ? with(lagging(body), POSITIONS) : body;
  }

  private static String with(String list, String more) {
    return list.equals("[]")
        ? "[" + more.substring(1) + "]"
        : list.substring(0, list.lastIndexOf(']')) + more + "]";
  }

  /** Sometimes the answer of some seconds ago. */
  private synchronized String lagging(String body) {
    long now = System.nanoTime();
    if (now - readAt < LAG && ThreadLocalRandom.current().nextInt(4) > 0) {
      return positions;
    }
    positions = body;
    readAt = now;
    return body;
  }
}

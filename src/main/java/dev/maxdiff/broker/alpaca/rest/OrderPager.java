package dev.maxdiff.broker.alpaca.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads all pages of a list of orders (hazard H46).
 *
 * <p>Pages are in order of submission time, oldest first. {@code after} excludes its own instant,
 * so each page starts 1 ms before the last order of the page before, and duplicates are dropped.
 * Orders submitted in the same instant are therefore complete across two pages.
 */
final class OrderPager {

  static final int PAGE = 500;
  private static final Duration OVERLAP = Duration.ofMillis(1);
  private static final String CALL = "GET /v2/orders";

  private final AlpacaClient calls;

  OrderPager(AlpacaClient calls) {
    this.calls = calls;
  }

  List<Order> read(OrderQuery query) {
    Map<String, Order> byId = new LinkedHashMap<>();
    Instant after = query.after();
    while (true) {
      List<Order> page = page(query, after);
      int known = byId.size();
      page.forEach(order -> byId.putIfAbsent(order.id(), order));
      if (page.size() < PAGE) {
        return new ArrayList<>(byId.values());
      }
      if (byId.size() == known) {
        throw AlpacaClient.malformed(CALL, 200, "submitted_at: a full page without news", null);
      }
      after = startOfNext(page);
    }
  }

  private List<Order> page(OrderQuery query, Instant after) {
    JsonNode answer = calls.get(path(query, after));
    if (answer == null || !answer.isArray()) {
      throw AlpacaClient.malformed(CALL, 200, "answer: not a list of orders", null);
    }
    List<Order> orders = new ArrayList<>(answer.size());
    for (JsonNode node : answer) {
      orders.add(order(node));
    }
    return orders;
  }

  private static Order order(JsonNode node) {
    try {
      return AlpacaReader.order(node);
    } catch (InvalidValueException e) {
      String id = node.path("id").asText("without id");
      throw AlpacaClient.malformed(CALL, 200, "order " + id + ": " + e.getMessage(), e);
    }
  }

  private static Instant startOfNext(List<Order> page) {
    Instant last = page.get(page.size() - 1).submittedAt();
    if (last == null) {
      throw new BrokerException(
          BrokerException.Failure.MALFORMED, 200, 0, CALL + ": submitted_at: none to page by");
    }
    return last.minus(OVERLAP);
  }

  private static String path(OrderQuery query, Instant after) {
    StringBuilder path = new StringBuilder("/v2/orders?direction=asc&nested=false&limit=" + PAGE);
    path.append("&status=").append(query.openOnly() ? "open" : "all");
    if (!query.symbols().isEmpty()) {
      // this filter expects crypto pairs without the slash; the orders themselves have it
      path.append("&symbols=")
          .append(query.symbols().stream().map(Symbol::text).collect(Collectors.joining(",")));
    }
    if (after != null) {
      path.append("&after=").append(AlpacaClient.encoded(after.toString()));
    }
    return path.toString();
  }
}

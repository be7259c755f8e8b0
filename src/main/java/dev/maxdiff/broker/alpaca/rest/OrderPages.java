package dev.maxdiff.broker.alpaca.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.alpaca.wire.AlpacaListReader;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All pages of a list of orders (hazard H46); the caller sends the requests.
 *
 * <p>Pages are in order of submission time, oldest first. {@code after} excludes its own instant,
 * so each page starts 1 ms before the last order of the page before, and duplicates are dropped.
 * Orders submitted in the same instant are therefore complete across two pages. Not thread-safe.
 */
final class OrderPages {

  static final int PAGE = 500;
  private static final Duration OVERLAP = Duration.ofMillis(1);
  private static final String CALL = "GET /v2/orders";

  private final OrderQuery query;
  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Map<String, OpaqueOrder> opaque = new LinkedHashMap<>();
  private Instant after;
  private boolean isComplete;

  OrderPages(OrderQuery query) {
    this.query = query;
    this.after = query.after();
  }

  boolean isComplete() {
    return isComplete;
  }

  /** Takes the answer to the GET of {@link #path}. */
  void take(JsonNode answer) {
    if (answer == null || !answer.isArray()) {
      throw AlpacaClient.malformed(CALL, 200, "answer: not a list of orders", null);
    }
    OrderList page = AlpacaListReader.orders(answer);
    int known = orders.size() + opaque.size();
    page.orders().forEach(order -> orders.putIfAbsent(order.id(), order));
    page.opaque().forEach(order -> opaque.putIfAbsent(order.identity(), order));
    isComplete = page.size() < PAGE;
    if (!isComplete) {
      if (orders.size() + opaque.size() == known) {
        throw AlpacaClient.malformed(CALL, 200, "submitted_at: a full page without news", null);
      }
      after = startOfNext(page);
    }
  }

  OrderList orders() {
    return new OrderList(List.copyOf(orders.values()), List.copyOf(opaque.values()));
  }

  /** The last readable time of submission: one unreadable time must not end the paging. */
  private static Instant startOfNext(OrderList page) {
    return Stream.concat(
            page.orders().stream().map(Order::submittedAt),
            page.opaque().stream().map(OpaqueOrder::submittedAt))
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElseThrow(() -> AlpacaClient.malformed(CALL, 200, "submitted_at: none to page by", null))
        .minus(OVERLAP);
  }

  /** Returns path and query of the next page. */
  String path() {
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

package dev.maxdiff.execution.gateway;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The query of GET /v2/orders. The default order is newest first.
 *
 * @param status open, closed or all
 * @param symbols empty = all
 * @param limit highest number of orders in the answer
 */
record OrderListQuery(String status, Set<Symbol> symbols, int limit, boolean newestFirst) {

  private static final String DEFAULT_LIMIT = "50";
  private static final int MAX_LIMIT = 500;

  /** All open orders, oldest first. */
  static final OrderListQuery OPEN = new OrderListQuery("open", Set.of(), Integer.MAX_VALUE, false);

  /** All orders in any state, oldest first. */
  static final OrderListQuery ALL = new OrderListQuery("all", Set.of(), Integer.MAX_VALUE, false);

  static OrderListQuery of(Map<String, String> query) {
    String symbols = query.getOrDefault("symbols", "");
    return new OrderListQuery(
        oneOf(query.getOrDefault("status", "open"), "status", "open", "closed", "all"),
        symbols.isEmpty()
            ? Set.of()
            : Arrays.stream(symbols.split(",", -1)).map(Symbol::parse).collect(Collectors.toSet()),
        limit(query.getOrDefault("limit", DEFAULT_LIMIT)),
        oneOf(query.getOrDefault("direction", "desc"), "direction", "asc", "desc").equals("desc"));
  }

  /**
   * Returns the matching orders.
   *
   * @param orders oldest first
   */
  List<Order> apply(List<Order> orders) {
    List<Order> wanted =
        orders.stream().filter(this::matches).collect(Collectors.toCollection(ArrayList::new));
    if (newestFirst) {
      Collections.reverse(wanted);
    }
    return wanted.subList(0, Math.min(limit, wanted.size()));
  }

  private boolean matches(Order order) {
    boolean rightStatus = status.equals("all") || order.isOpen() == status.equals("open");
    return rightStatus && (symbols.isEmpty() || symbols.contains(order.symbol()));
  }

  private static String oneOf(String text, String field, String... allowed) {
    if (!List.of(allowed).contains(text)) {
      throw new InvalidValueException(field, text, String.join(", ", allowed));
    }
    return text;
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // falls through to the exception below
    }
    throw new InvalidValueException("limit", text, "1 to " + MAX_LIMIT);
  }
}

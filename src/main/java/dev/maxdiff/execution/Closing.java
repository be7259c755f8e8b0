package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Side;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** Counts what the open orders on one side of a symbol may still fill. */
final class Closing {

  private Closing() {}

  /**
   * The sum over all open orders of that side, {@code except} one; an order and the one that
   * replaces it count once, as the larger, for only one of them can fill.
   *
   * @param except null = none
   */
  static BigDecimal openQuantity(BookEntry book, Side side, Order except) {
    Map<String, BigDecimal> byChain = new HashMap<>();
    for (Order order : book.open()) {
      if (order.side() == side && (except == null || !order.id().equals(except.id()))) {
        String chain = isOpen(book, order.replaces()) ? order.replaces() : order.id();
        byChain.merge(chain, order.remaining(), BigDecimal::max);
      }
    }
    return byChain.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static boolean isOpen(BookEntry book, String id) {
    return id != null && book.open().stream().anyMatch(order -> order.id().equals(id));
  }
}

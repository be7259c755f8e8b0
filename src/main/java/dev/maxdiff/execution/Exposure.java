package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * What the account has at stake beside one slot's entry order, quote currency: positions at their
 * current price, and the orders that open some.
 *
 * @param symbol of the slot's symbol
 * @param open of all symbols
 */
record Exposure(BigDecimal symbol, BigDecimal open) {

  static final Exposure NONE = new Exposure(BigDecimal.ZERO, BigDecimal.ZERO);

  /**
   * @param committed what entry orders bind by slot, those on their way included
   */
  static Exposure beside(SlotId slot, Book book, Map<SlotId, BigDecimal> committed) {
    Exposure sum = NONE;
    Symbol symbol = slot.key().symbol();
    for (Position position : book.positions()) {
      BigDecimal value = position.quantity().multiply(position.currentPrice()).abs();
      sum = sum.plus(value, position.symbol().equals(symbol));
    }
    for (Order order : book.foreign()) {
      if (opens(order, book)) {
        BigDecimal value = order.remaining().multiply(order.limitPrice());
        sum = sum.plus(value, order.symbol().equals(symbol));
      }
    }
    for (Map.Entry<SlotId, BigDecimal> line : committed.entrySet()) {
      if (!line.getKey().equals(slot)) {
        sum = sum.plus(line.getValue(), line.getKey().key().symbol().equals(symbol));
      }
    }
    return sum;
  }

  private Exposure plus(BigDecimal value, boolean isOfSymbol) {
    return new Exposure(isOfSymbol ? symbol.add(value) : symbol, open.add(value));
  }

  /** An order of somebody else's that does not close what is held. */
  private static boolean opens(Order order, Book book) {
    Optional<Position> held =
        book.positions().stream()
            .filter(position -> position.symbol().equals(order.symbol()))
            .findFirst();
    int direction = order.side() == Side.BUY ? 1 : -1;
    return order.limitPrice() != null
        && held.map(position -> position.quantity().signum() != -direction).orElse(true);
  }
}

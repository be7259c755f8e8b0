package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * Everything that a start compares with its own records: orders and positions as the broker shows
 * them, and what the book makes of them.
 *
 * @param own every order of this installation, in any state
 * @param foreign open orders of everybody else
 * @param symbols one line for each symbol with a position, an owner or an open order
 */
public record BrokerState(List<OwnOrder> own, List<Order> foreign, List<SymbolState> symbols) {

  public BrokerState {
    own = List.copyOf(own);
    foreign = List.copyOf(foreign);
    symbols = List.copyOf(symbols);
  }

  /**
   * One symbol; quantities are signed, negative for shorts.
   *
   * @param position what the broker holds, net
   * @param averageEntryPrice of the position; zero when flat
   * @param owned what all keys own by their fills
   * @param ownedPrice what they paid on average; zero when they own nothing
   * @param missing what the keys own beyond the position, a magnitude; fees allowed for
   * @param beyond what the broker holds beyond the keys; fees allowed for
   */
  public record SymbolState(
      Symbol symbol,
      BigDecimal position,
      BigDecimal averageEntryPrice,
      BigDecimal owned,
      BigDecimal ownedPrice,
      BigDecimal missing,
      BigDecimal beyond) {}

  static BrokerState of(Book book) {
    return new BrokerState(
        book.own(),
        book.foreign(),
        book.symbols().stream().map(symbol -> symbol(book.entry(symbol))).toList());
  }

  private static SymbolState symbol(BookEntry entry) {
    BigDecimal room =
        entry.holdings().values().stream()
            .map(Holding::feeRoom)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal missing = entry.shortfall();
    boolean explained = missing.signum() > 0 || entry.unowned().abs().compareTo(room) <= 0;
    return new SymbolState(
        entry.symbol(),
        entry.position(),
        entry.averageEntryPrice(),
        entry.ownedNet(),
        price(entry),
        missing,
        explained ? BigDecimal.ZERO : entry.unowned());
  }

  private static BigDecimal price(BookEntry entry) {
    BigDecimal quantity = BigDecimal.ZERO;
    BigDecimal value = BigDecimal.ZERO;
    for (Holding holding : entry.holdings().values()) {
      quantity = quantity.add(holding.owned());
      value = value.add(holding.owned().multiply(holding.averagePrice()));
    }
    return quantity.signum() == 0 ? BigDecimal.ZERO : value.divide(quantity, MathContext.DECIMAL64);
  }
}

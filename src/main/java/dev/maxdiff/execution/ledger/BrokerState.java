package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.UnreadItems;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.List;

/**
 * The account at the broker, for the reconciliation at start: orders, positions, and the ledger
 * computed from them.
 *
 * @param own every order of this installation, in any state; a view, which is not copied
 * @param foreign open orders of any other origin
 * @param unread what cannot be read
 * @param symbols one record for each symbol with a position, an owner or an open order
 */
public record BrokerState(
    Collection<OwnOrder> own, List<Order> foreign, UnreadItems unread, List<SymbolState> symbols) {

  public BrokerState {
    foreign = List.copyOf(foreign);
    symbols = List.copyOf(symbols);
  }

  /**
   * One symbol; quantities are signed, negative for shorts.
   *
   * @param position net position at the broker
   * @param averageEntryPrice of the position; zero when flat
   * @param owned sum of the owned quantities of all keys
   * @param ownedPrice average entry price of the keys; zero when they own nothing
   * @param missing quantity that the keys own beyond the position, less the fee allowance; a
   *     magnitude
   * @param beyond quantity that the broker holds beyond the keys, less the fee allowance
   */
  public record SymbolState(
      Symbol symbol,
      BigDecimal position,
      BigDecimal averageEntryPrice,
      BigDecimal owned,
      BigDecimal ownedPrice,
      BigDecimal missing,
      BigDecimal beyond) {}

  public static BrokerState of(PositionLedger ledger) {
    return new BrokerState(
        ledger.own(),
        ledger.foreign(),
        ledger.unread(),
        ledger.symbols().stream().map(symbol -> symbol(ledger.symbolLedger(symbol))).toList());
  }

  private static SymbolState symbol(SymbolLedger entry) {
    BigDecimal feeAllowance = entry.feeAllowance();
    BigDecimal missing = entry.shortfall();
    boolean explained = missing.signum() > 0 || entry.unowned().abs().compareTo(feeAllowance) <= 0;
    return new SymbolState(
        entry.symbol(),
        entry.position(),
        entry.averageEntryPrice(),
        entry.ownedNet(),
        price(entry),
        missing,
        explained ? BigDecimal.ZERO : entry.unowned());
  }

  private static BigDecimal price(SymbolLedger entry) {
    BigDecimal quantity = BigDecimal.ZERO;
    BigDecimal value = BigDecimal.ZERO;
    for (KeyHolding holding : entry.holdings().values()) {
      quantity = quantity.add(holding.owned());
      value = value.add(holding.owned().multiply(holding.averagePrice()));
    }
    return quantity.signum() == 0 ? BigDecimal.ZERO : value.divide(quantity, MathContext.DECIMAL64);
  }
}

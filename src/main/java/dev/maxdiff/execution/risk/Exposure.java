package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.CommittedCash;
import dev.maxdiff.execution.ledger.PositionLedger;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The value at risk on the account without one slot's entry order, quote currency: positions at
 * their current price, and the orders that open positions.
 *
 * @param symbol value of the slot's symbol
 * @param open value of all symbols
 */
public record Exposure(BigDecimal symbol, BigDecimal open) {

  public static final Exposure NONE = new Exposure(BigDecimal.ZERO, BigDecimal.ZERO);

  /**
   * @param committed cash bound by entry orders, including orders in transit, by slot
   */
  public static Exposure beside(SlotId slot, PositionLedger ledger, CommittedCash committed) {
    Exposure sum = NONE;
    Symbol symbol = slot.key().symbol();
    for (Position position : ledger.positions()) {
      BigDecimal value = position.quantity().multiply(position.currentPrice()).abs();
      sum = sum.plus(value, position.symbol().equals(symbol));
    }
    for (Order order : ledger.foreign()) {
      if (opens(order, ledger)) {
        sum = sum.plus(order.openValue(), order.symbol().equals(symbol));
      }
    }
    return new Exposure(
        sum.symbol.add(committed.ofSymbolBeside(slot)), sum.open.add(committed.beside(slot)));
  }

  private Exposure plus(BigDecimal value, boolean isOfSymbol) {
    return new Exposure(isOfSymbol ? symbol.add(value) : symbol, open.add(value));
  }

  /** Whether a foreign order opens or increases a position. */
  private static boolean opens(Order order, PositionLedger ledger) {
    Optional<Position> held = ledger.position(order.symbol());
    int direction = order.side() == Side.BUY ? 1 : -1;
    return held.map(position -> position.quantity().signum() != -direction).orElse(true);
  }
}

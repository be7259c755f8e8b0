package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.ForeignBaseline;
import dev.maxdiff.execution.model.LedgerCorrection;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * One complete read of positions and orders, as the rules of a symbol's differences use it.
 *
 * @param all the ledger with the journalled corrections
 * @param ofSymbol the same of the symbol
 * @param baseline the foreign fills that are counted
 */
public record LedgerReading(PositionLedger all, SymbolLedger ofSymbol, ForeignBaseline baseline) {

  /**
   * @param corrections journalled ones of the symbol
   */
  public static LedgerReading of(
      PositionLedger read,
      Symbol symbol,
      List<LedgerCorrection> corrections,
      ForeignBaseline baseline) {
    PositionLedger all = read.corrected(symbol, corrections);
    return new LedgerReading(all, all.symbolLedger(symbol), baseline);
  }

  /** Returns the side of what the keys own together. */
  Side side() {
    return ofSymbol.ownedNet().signum() < 0 ? Side.SELL : Side.BUY;
  }

  /** Returns the quantity that the keys own beyond the position, less the fee allowance. */
  public BigDecimal missing() {
    return ofSymbol.shortfall();
  }

  /** Returns the quantity that the keys own beyond the position. */
  BigDecimal lacking() {
    return ofSymbol.ownedNet().abs().subtract(ofSymbol.position(side()));
  }

  /** Returns the foreign purchases less the foreign sales that are not counted. */
  BigDecimal foreign() {
    BigDecimal net = BigDecimal.ZERO;
    for (Order order : orders()) {
      BigDecimal fills = baseline.uncounted(order);
      net = order.side() == Side.BUY ? net.add(fills) : net.subtract(fills);
    }
    return net;
  }

  /** Whether a foreign fill is not counted. */
  public boolean hasForeign() {
    return orders().stream().anyMatch(order -> baseline.uncounted(order).signum() != 0);
  }

  /** Returns the broker ids of the orders with foreign fills that are not counted. */
  public List<String> foreignIds() {
    return orders().stream()
        .filter(order -> baseline.uncounted(order).signum() != 0)
        .map(Order::id)
        .toList();
  }

  private List<Order> orders() {
    return all.foreignOf(ofSymbol.symbol());
  }

  /** Returns the baseline that counts every foreign fill of this read. */
  public ForeignBaseline counted(BigDecimal unowned) {
    return baseline.counting(orders(), unowned);
  }

  /** Returns what each key owns on the side of all. */
  public Map<WatcherKey, BigDecimal> owners() {
    return ofSymbol.owners(side());
  }

  public boolean hasOwners() {
    return ofSymbol.ownedNet().signum() != 0;
  }

  /** Returns the read with other corrections of the symbol. */
  LedgerReading with(List<LedgerCorrection> corrections) {
    return of(all, ofSymbol.symbol(), corrections, baseline);
  }
}

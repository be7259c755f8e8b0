package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.SymbolPosition;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The position ledger of one symbol: the net position, the owners and the open orders. */
public final class SymbolLedger {

  private final Symbol symbol;
  private final BigDecimal position;
  private final BigDecimal averageEntryPrice;
  private final BigDecimal currentPrice;
  private final Holdings holdings;
  private final SymbolOrders open;

  private SymbolLedger(
      Symbol symbol,
      BigDecimal position,
      BigDecimal averageEntryPrice,
      BigDecimal currentPrice,
      Holdings holdings,
      SymbolOrders open) {
    this.symbol = symbol;
    this.position = position;
    this.averageEntryPrice = averageEntryPrice;
    this.currentPrice = currentPrice;
    this.holdings = holdings;
    this.open = open;
  }

  static SymbolLedger of(
      Symbol symbol, Optional<Position> position, Holdings byFills, SymbolOrders open) {
    return new SymbolLedger(
        symbol,
        position.map(Position::quantity).orElse(BigDecimal.ZERO),
        position.map(Position::averageEntryPrice).orElse(BigDecimal.ZERO),
        position.map(Position::currentPrice).orElse(BigDecimal.ZERO),
        byFills,
        open);
  }

  public Symbol symbol() {
    return symbol;
  }

  /** Returns the signed net position at the broker. */
  public BigDecimal position() {
    return position;
  }

  public BigDecimal averageEntryPrice() {
    return averageEntryPrice;
  }

  public BigDecimal currentPrice() {
    return currentPrice;
  }

  /** Returns the holding of every key with at least one order, in the order of the keys. */
  Map<WatcherKey, KeyHolding> holdings() {
    return holdings.all();
  }

  BigDecimal feeAllowance() {
    return holdings.feeAllowance();
  }

  /** Returns the open orders of this installation, all keys, oldest submission first. */
  public Collection<OwnOrder> own() {
    return open.own();
  }

  /**
   * Returns the ledger with the quantities in doubt removed, if the keys own more than the
   * position. The higher taker fee explains the difference, and the position does not show which
   * order paid it. Every key therefore owns the smaller quantity: no key can close the quantity of
   * another (promise P12).
   */
  public SymbolLedger doubted() {
    boolean isMissing = ownedNet().compareTo(position) > 0;
    return isMissing ? with(holdings.withoutDoubt()) : this;
  }

  /** Returns the quantity that the key owns on its own side, never negative. */
  public BigDecimal owned(WatcherKey key) {
    return holding(key).owned();
  }

  public KeyHolding holding(WatcherKey key) {
    return holdings.of(key);
  }

  /** Returns what each key of the side owns; a key that owns nothing is absent. */
  Map<WatcherKey, BigDecimal> owners(Side side) {
    Map<WatcherKey, BigDecimal> owners = new TreeMap<>();
    holdings()
        .forEach(
            (key, holding) -> {
              if (key.side() == side && holding.owned().signum() > 0) {
                owners.put(key, holding.owned());
              }
            });
    return owners;
  }

  /** Whether a key has closed more than it owned, so that an order of it is not known. */
  boolean isOverdrawn() {
    return holdings().values().stream().anyMatch(holding -> holding.overdrawn().signum() > 0);
  }

  /** Returns the signed sum of the owned quantities of all keys. */
  public BigDecimal ownedNet() {
    return holdings.net();
  }

  /** Returns the signed quantity that the broker holds beyond the owned quantities. */
  public BigDecimal unowned() {
    return position.subtract(ownedNet());
  }

  /**
   * Returns the unowned quantity on this side as a magnitude; zero if there is none or it lies on
   * the other side.
   */
  public BigDecimal unowned(Side side) {
    return unowned().multiply(direction(side)).max(BigDecimal.ZERO);
  }

  /** Returns the position on this side as a magnitude; zero if it lies on the other side. */
  public BigDecimal position(Side side) {
    return position.multiply(direction(side)).max(BigDecimal.ZERO);
  }

  /**
   * Returns the quantity by which the keys own more than the broker holds; zero if the taker fee
   * explains the difference.
   */
  BigDecimal shortfall() {
    BigDecimal net = ownedNet();
    Side side = net.signum() < 0 ? Side.SELL : Side.BUY;
    BigDecimal missing = net.abs().subtract(position(side));
    boolean isFee = missing.compareTo(feeAllowance()) <= 0;
    return isFee ? BigDecimal.ZERO : missing;
  }

  /** Whether the keys own more than the broker holds, by more than a fee explains. */
  public boolean isShort() {
    return shortfall().signum() != 0;
  }

  /** Returns the ledger with the owned quantities cut pro rata to the position. */
  public SymbolLedger shrunk() {
    if (shortfall().signum() == 0) {
      return this;
    }
    BigDecimal net = ownedNet();
    Side side = net.signum() < 0 ? Side.SELL : Side.BUY;
    BigDecimal factor = position(side).divide(net.abs(), MathContext.DECIMAL64);
    return with(holdings.corrected(holding -> holding.scaled(factor)));
  }

  /** Returns the ledger with these open orders of ours and no foreign orders. */
  public SymbolLedger withOpen(Collection<OwnOrder> some) {
    SymbolOrders orders = SymbolOrders.NONE;
    for (OwnOrder own : some) {
      orders = orders.plus(own);
    }
    return new SymbolLedger(symbol, position, averageEntryPrice, currentPrice, holdings, orders);
  }

  private SymbolLedger with(Holdings other) {
    return new SymbolLedger(symbol, position, averageEntryPrice, currentPrice, other, open);
  }

  /** Returns every open order of the symbol, of any origin. */
  public List<Order> open() {
    return open.all();
  }

  /** Whether an order of the symbol with this broker id is open; false for null. */
  public boolean isOpen(String id) {
    return open.isOpen(id);
  }

  /** Returns the slot's open orders, oldest submission first. */
  public Collection<OwnOrder> openOf(SlotId slot) {
    return open.of(slot).values();
  }

  /** Whether an entry order of this installation is open on that side. */
  public boolean hasEntry(Side side) {
    return open.hasEntry(side);
  }

  /** Returns the limit of the open orders of that side which the other side meets first. */
  public Optional<BigDecimal> bestLimit(Side side) {
    return open.bestLimit(side);
  }

  /**
   * Returns the quantity that the open orders of this side may still fill, without {@code except}.
   * An order and its replacement count once, with the larger quantity, because only one of them can
   * fill.
   *
   * @param except null = none
   */
  public BigDecimal openQuantity(Side side, Order except) {
    return open.quantity(side, except);
  }

  public SymbolPosition line() {
    Map<WatcherKey, BigDecimal> owned = new TreeMap<>();
    holdings()
        .forEach(
            (key, holding) -> {
              if (holding.owned().signum() > 0) {
                owned.put(key, Holdings.signed(key, holding.owned()));
              }
            });
    return new SymbolPosition(symbol, position, owned, unowned(), averageEntryPrice, currentPrice);
  }

  static BigDecimal direction(Side side) {
    return side == Side.BUY ? BigDecimal.ONE : BigDecimal.ONE.negate();
  }
}

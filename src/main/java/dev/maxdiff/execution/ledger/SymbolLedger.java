package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.SymbolPosition;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The position ledger of one symbol: the net position, the owners and the open orders.
 *
 * @param position signed net position at the broker
 * @param holdings of every key with at least one fill
 * @param own open orders of this installation, all keys
 * @param foreign open orders of any other origin
 */
public record SymbolLedger(
    Symbol symbol,
    BigDecimal position,
    BigDecimal averageEntryPrice,
    BigDecimal currentPrice,
    Map<WatcherKey, KeyHolding> holdings,
    List<OwnOrder> own,
    List<Order> foreign) {

  /** Share of the fee allowance below which a remainder is not assigned to a key. */
  private static final BigDecimal DUST = new BigDecimal("0.01");

  public SymbolLedger {
    holdings = Map.copyOf(holdings);
    own = List.copyOf(own);
    foreign = List.copyOf(foreign);
  }

  static SymbolLedger of(
      Symbol symbol,
      Optional<Position> position,
      Map<WatcherKey, KeyHolding> byFills,
      List<OwnOrder> own,
      List<Order> foreign) {
    BigDecimal net = position.map(Position::quantity).orElse(BigDecimal.ZERO);
    return new SymbolLedger(
        symbol,
        net,
        position.map(Position::averageEntryPrice).orElse(BigDecimal.ZERO),
        position.map(Position::currentPrice).orElse(BigDecimal.ZERO),
        byFills,
        own,
        foreign);
  }

  /**
   * Returns the ledger with a lasting remainder assigned to the keys. The ledger subtracts the
   * usual fee; if the broker took less, the position is larger than the sum of the owned
   * quantities. A remainder within the fee allowance belongs to the keys. A larger remainder is
   * unowned. A remainder below {@link #DUST} stays unowned, because flat keys may have left it.
   *
   * @param lasting quantity that has been unowned for the patience, so it is not a fill in transit
   */
  public SymbolLedger settled(BigDecimal lasting) {
    BigDecimal feeAllowance = sum(holdings, KeyHolding::feeAllowance);
    BigDecimal beyond = lasting.min(unowned(Side.BUY));
    if (beyond.compareTo(feeAllowance.multiply(DUST)) <= 0
        || unowned(Side.BUY).compareTo(feeAllowance) > 0) {
      return this;
    }
    BigDecimal share = beyond.divide(feeAllowance, MathContext.DECIMAL64);
    return with(mapped(holdings, holding -> holding.withRoom(share)));
  }

  /**
   * Returns the ledger with the quantities in doubt removed, if the keys own more than the
   * position. The higher taker fee explains the difference, and the position does not show which
   * order paid it. Every key therefore owns the smaller quantity: no key can close the quantity of
   * another (promise P12).
   */
  public SymbolLedger doubted() {
    boolean isMissing = ownedNet().compareTo(position) > 0;
    return isMissing ? with(mapped(holdings, KeyHolding::withoutDoubt)) : this;
  }

  /** Returns the quantity that the key owns on its own side, never negative. */
  public BigDecimal owned(WatcherKey key) {
    return holding(key).owned();
  }

  public KeyHolding holding(WatcherKey key) {
    return holdings.getOrDefault(key, KeyHolding.FLAT);
  }

  /** Returns the signed sum of the owned quantities of all keys. */
  public BigDecimal ownedNet() {
    return holdings.entrySet().stream()
        .map(line -> signed(line.getKey(), line.getValue().owned()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Returns the signed quantity that the broker holds beyond the owned quantities. */
  BigDecimal unowned() {
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
    boolean isFee = missing.compareTo(sum(holdings, KeyHolding::feeAllowance)) <= 0;
    return isFee ? BigDecimal.ZERO : missing;
  }

  /** Returns the ledger with the owned quantities cut pro rata to the position. */
  public SymbolLedger shrunk() {
    if (shortfall().signum() == 0) {
      return this;
    }
    BigDecimal net = ownedNet();
    Side side = net.signum() < 0 ? Side.SELL : Side.BUY;
    BigDecimal factor = position(side).divide(net.abs(), MathContext.DECIMAL64);
    return with(mapped(holdings, holding -> holding.scaled(factor)));
  }

  /** Returns the ledger with these open orders of ours and no foreign orders. */
  public SymbolLedger withOpen(List<OwnOrder> some) {
    return new SymbolLedger(
        symbol, position, averageEntryPrice, currentPrice, holdings, some, List.of());
  }

  private SymbolLedger with(Map<WatcherKey, KeyHolding> other) {
    return new SymbolLedger(symbol, position, averageEntryPrice, currentPrice, other, own, foreign);
  }

  /** Returns every open order of the symbol, of any origin. */
  public List<Order> open() {
    List<Order> all = new ArrayList<>(foreign);
    own.forEach(line -> all.add(line.order()));
    return all;
  }

  /**
   * Returns the quantity that the open orders of this side may still fill, without {@code except}.
   * An order and its replacement count once, with the larger quantity, because only one of them can
   * fill.
   *
   * @param except null = none
   */
  public BigDecimal openQuantity(Side side, Order except) {
    Map<String, BigDecimal> byChain = new HashMap<>();
    for (Order order : open()) {
      if (order.side() == side && (except == null || !order.id().equals(except.id()))) {
        String chain = isOpen(order.replaces()) ? order.replaces() : order.id();
        byChain.merge(chain, order.remaining(), BigDecimal::max);
      }
    }
    return byChain.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private boolean isOpen(String id) {
    return id != null && open().stream().anyMatch(order -> order.id().equals(id));
  }

  public SymbolPosition line() {
    Map<WatcherKey, BigDecimal> owned = new TreeMap<>();
    holdings.forEach(
        (key, holding) -> {
          if (holding.owned().signum() > 0) {
            owned.put(key, signed(key, holding.owned()));
          }
        });
    return new SymbolPosition(symbol, position, owned, unowned(), averageEntryPrice, currentPrice);
  }

  private static BigDecimal signed(WatcherKey key, BigDecimal magnitude) {
    return magnitude.multiply(direction(key.side()));
  }

  private static BigDecimal direction(Side side) {
    return side == Side.BUY ? BigDecimal.ONE : BigDecimal.ONE.negate();
  }

  private static BigDecimal sum(
      Map<WatcherKey, KeyHolding> holdings, Function<KeyHolding, BigDecimal> part) {
    return holdings.values().stream().map(part).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Map<WatcherKey, KeyHolding> mapped(
      Map<WatcherKey, KeyHolding> holdings, Function<KeyHolding, KeyHolding> change) {
    Map<WatcherKey, KeyHolding> changed = new LinkedHashMap<>();
    holdings.forEach((key, holding) -> changed.put(key, change.apply(holding)));
    return changed;
  }
}
